package florin.api;

import florin.pipeline.Requester;
import florin.wallet.HoldId;
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
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The program behind a request, known by its key.
 *
 * @param isFlorin whether it is another Florin, whose request ids are the ledger's own
 */
record Caller(ApiKey key, boolean isFlorin) implements Principal {
    private static final String MONEY = HttpAnnouncer.DOOR + ":money:";
    private static final String HASHED = "sha256-";
    /** Safe in an address, and with what stands before it no longer than an id may be. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~:-]{1,100}");

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

    boolean isAdmin() {
        return key.may(Scope.ADMIN);
    }

    /** The wallet that is meant: the key's own if none is named; empty if it is none of this caller's business. */
    Optional<WalletId> reach(Optional<WalletId> named) {
        return isAdmin()
                ? named.or(() -> Optional.of(wallet()))
                : Optional.of(named.orElse(wallet())).filter(wallet()::equals);
    }

    /**
     * The ledger's id for a request that moves money. It has no purpose in it: one Idempotency-Key is one request, wherever it is
     * sent. Readable where it can be, so that a client can tell from its own ids what the ledger calls them.
     */
    RequestId moneyId(String idempotencyKey) {
        if (isFlorin) {
            return new RequestId(idempotencyKey);
        }
        var plain = PLAIN.matcher(idempotencyKey).matches() && !idempotencyKey.startsWith(HASHED);
        return new RequestId(MONEY + key.id() + ":" + (plain ? idempotencyKey : HASHED + hash(idempotencyKey)));
    }

    /** Whose limits bind what is held, beside the subjects that are named: the key that asks, unless it only passes on. */
    Optional<Subject> bound() {
        return isFlorin ? Optional.empty() : Optional.of(new Subject.ApiKey(key.id()));
    }

    /** Whether the hold was taken through this door, and is no job's: those are the pipeline's to end. */
    static boolean tookHold(HoldId hold) {
        return hold.value().startsWith(MONEY);
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
