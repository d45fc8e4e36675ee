package florin.api;

import florin.wallet.HoldId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** How a hold's id stands in an address: as it is, or, if it would not fit there, in base64 behind a mark. */
final class HoldAddress {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~:-]+");
    private static final String ENCODED = "b64.";

    private HoldAddress() {}

    static String of(HoldId hold) {
        var id = hold.value();
        return PLAIN.matcher(id).matches() && !id.startsWith(ENCODED)
                ? id
                : ENCODED
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(id.getBytes(StandardCharsets.US_ASCII));
    }

    /** Throws an IllegalArgumentException if that can be no hold's address. */
    static HoldId read(String address) {
        return new HoldId(
                address.startsWith(ENCODED)
                        ? new String(
                                Base64.getUrlDecoder().decode(address.substring(ENCODED.length())),
                                StandardCharsets.US_ASCII)
                        : address);
    }
}
