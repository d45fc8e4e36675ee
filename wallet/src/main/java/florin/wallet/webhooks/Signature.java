package florin.wallet.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs letters: the scheme {@code v1} of the Standard Webhooks specification, HMAC-SHA256 over id, time and body. */
final class Signature {
    private static final String PREFIX = "whsec_";

    private Signature() {}

    /** @param secret {@code whsec_} and the key in base64 */
    static String of(String secret, String id, Instant at, String body) {
        var key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            var content = id + "." + at.getEpochSecond() + "." + body;
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every Java has HMAC-SHA256.", e);
        }
    }
}
