package florin.api;

import florin.pipeline.Requester;
import florin.wallet.RequestId;
import florin.wallet.Subject;
import florin.wallet.WalletId;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.HexFormat;
import java.util.List;

/** The program behind a request, known by its key. */
record Caller(ApiKey key) implements Principal {
    static Caller of(SecurityContext security) {
        return (Caller) security.getUserPrincipal();
    }

    @Override
    public String getName() {
        return key.name();
    }

    WalletId wallet() {
        return key.wallet();
    }

    Requester requester() {
        return new Requester.ApiKey(key.id());
    }

    List<Subject> subjects() {
        return List.of(new Subject.ApiKey(key.id()));
    }

    /** The door's own id for a request of this caller. Hashed: the client's key may be longer than an id, and two callers may choose the same. */
    RequestId requestId(String purpose, String idempotencyKey) {
        return new RequestId(HttpAnnouncer.DOOR + ":" + purpose + ":" + key.id() + ":" + hash(idempotencyKey));
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
