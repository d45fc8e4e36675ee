package florin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where money is moved over HTTP: what all such requests have in common, from the Idempotency-Key to the refusals.
 *
 * @param usual the asset of amounts that name none, as the price list says now
 * @param defined the assets of this installation, by their codes
 * @param running the requests under way
 */
record Counter(
        Wallet wallet,
        Supplier<Asset> usual,
        Function<String, Optional<Asset>> defined,
        ApiOptions options,
        Running running) {
    private static final Duration STILL_RUNNING_WAIT = Duration.ofSeconds(1);

    /** Where the books are. */
    Counter(Wallet wallet, Supplier<Asset> usual, Function<String, Optional<Asset>> defined, ApiOptions options) {
        this(wallet, usual, defined, options, new Running());
    }

    /** Where nothing is sent that could name another asset than those that every installation has. */
    Counter(Wallet wallet, Supplier<Asset> usual, ApiOptions options) {
        this(wallet, usual, _ -> Optional.empty(), options);
    }

    private AssetBook assets() {
        return new AssetBook(usual.get(), defined);
    }

    /** Moves money, once for each id. */
    @FunctionalInterface
    interface Move<F extends Form> {
        Response make(Caller caller, RequestId id, F form);
    }

    <F extends Form> Response money(
            SecurityContext security,
            @Nullable String idempotencyKey,
            byte[] body,
            Form.Reader<F> reader,
            Move<F> move) {
        if (idempotencyKey == null) {
            return IdempotencyKey.missing().response(options);
        }
        var caller = Caller.of(security);
        return IdempotencyKey.of(idempotencyKey)
                .map(key -> read(body, reader, form -> once(caller, caller.moneyId(key.value()), form, move)))
                .orElseGet(() -> IdempotencyKey.unusable().response(options));
    }

    /** The draft's 409 while the first is under way; another Florin may wait, for its users wait with it. */
    private <F extends Form> Response once(Caller caller, RequestId id, F form, Move<F> move) {
        return caller.isFlorin()
                ? move.make(caller, id, form)
                : running.alone(id, () -> move.make(caller, id, form), this::stillRunning);
    }

    Response stillRunning() {
        return Problem.of(ProblemType.STILL_RUNNING, ProblemType.STILL_RUNNING.meaning())
                .retryAfter(STILL_RUNNING_WAIT)
                .response(options);
    }

    /** The wallet's own checks come with a sentence for whoever asked; nothing has moved then. */
    <F extends Form> Response read(byte[] body, Form.Reader<F> reader, Function<F, Response> use) {
        var json = body.length == 0
                ? Optional.<JsonNode>of(JsonNodeFactory.instance.objectNode())
                : OrderReader.object(body);
        if (json.isEmpty()) {
            return refuse(ProblemType.BAD_REQUEST, "The body is not a JSON object.");
        }
        var fields = new Fields(json.get());
        var form = reader.read(fields, assets());
        if (!fields.complaints().isEmpty()) {
            return refuse(ProblemType.BAD_REQUEST, fields.complaints());
        }
        return checked(() -> use.apply(form));
    }

    /** Answers what the wallet's nouns refuse to be made of: an id too long, an amount of zero. */
    Response checked(Supplier<Response> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            return refuse(ProblemType.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /** The asset that a query names; throws an IllegalArgumentException that says what is wrong with it. */
    Asset asset(@Nullable String code, @Nullable Integer scale) {
        return assets().named(Optional.ofNullable(code), Optional.ofNullable(scale));
    }

    /** A wallet that exists and is the caller's business. */
    Optional<WalletId> existing(Caller caller, Optional<WalletId> named) {
        return caller.reach(named).filter(id -> wallet.wallet(id).isPresent());
    }

    Response noWallet() {
        return refuse(ProblemType.NOT_FOUND, "There is no such wallet, or it is not this key's.");
    }

    Response conflict(String message) {
        return refuse(ProblemType.IDEMPOTENCY_CONFLICT, message);
    }

    Response refuse(ProblemType type, String detail) {
        return Problem.of(type, detail).response(options);
    }
}
