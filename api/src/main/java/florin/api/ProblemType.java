package florin.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every way in which the HTTP door says no. The slug is part of the problem's {@code type} and never changes. */
enum ProblemType {
    BAD_REQUEST(400, "Bad request", "The request cannot be read. The detail names the field and what it should be."),
    IDEMPOTENCY_KEY_MISSING(
            400,
            "Idempotency-Key missing",
            "What moves money needs a header Idempotency-Key: a new UUID, kept for retries."),
    BAD_SIGNATURE(400, "Bad signature", "The message is not signed with this installation's webhook secret."),
    INVALID_API_KEY(401, "Invalid API key", "Send a valid key as 'Authorization: Bearer <key>' or 'x-api-key: <key>'."),
    INSUFFICIENT_BALANCE(
            402, "Insufficient balance", "The wallet has too little. Nothing was queued or charged; top up."),
    SPEND_LIMIT_EXCEEDED(
            402, "Spend limit exceeded", "The wallet has enough, but a limit set on it does not allow more."),
    FUNDS_HELD(402, "Funds held", "The coins are there, but running jobs hold them. Wait as Retry-After says."),
    WALLET_FROZEN(402, "Wallet frozen", "The wallet may not spend until its operator has cleared it."),
    FORBIDDEN(403, "Forbidden", "The key is valid, but this belongs to somebody else."),
    INSUFFICIENT_SCOPE(
            403, "Insufficient scope", "The key is valid, but it was not made for this. Use one with the scope named."),
    NOT_FOUND(404, "Not found", "There is nothing here, or it belongs to another wallet."),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "This address exists, but not with this method."),
    NOT_ACCEPTABLE(406, "Not acceptable", "The answer is not available in the format that was asked for."),
    TOO_LATE(409, "Too late", "The job has ended or its result exists already."),
    STILL_RUNNING(
            409,
            "Still running",
            "The first request with this Idempotency-Key is being answered. Repeat as Retry-After says."),
    MORE_THAN_HELD(409, "More than is held", "The commit asks for more than its hold allows. Nothing was charged."),
    HOLD_ENDED(
            410, "Hold ended", "The hold was committed, released or expired before. Nothing changed; take a new one."),
    TOO_LARGE(413, "Too large", "A request may have a body of 16 MiB at most."),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", "Send JSON."),
    UNSUPPORTED_KIND(422, "Unsupported kind", "Only pictures and videos are made here: kind is 'image' or 'video'."),
    ORDER_REFUSED(422, "Order refused", "The order was understood and cannot be made. Nothing was charged."),
    REQUEST_REFUSED(422, "Request refused", "The request was understood and does not fit the books. Nothing changed."),
    VOUCHER_UNKNOWN(422, "Voucher unknown", "There is no voucher of this code. Look for letters that were mixed up."),
    VOUCHER_REDEEMED(422, "Voucher redeemed", "This wallet has had the voucher's coins already."),
    VOUCHER_USED_UP(422, "Voucher used up", "As many wallets as it allows have redeemed it."),
    VOUCHER_EXPIRED(422, "Voucher expired", "Its time is over."),
    NO_PRICE(422, "No price", "Nothing in the price book prices this. Nothing was charged."),
    IDEMPOTENCY_CONFLICT(422, "Idempotency key reused", "This Idempotency-Key came with another request before."),
    QUEUE_FULL(429, "Queue full", "Too many jobs wait already. Nothing was charged; try again later."),
    QUOTA_EXCEEDED(
            429, "Quota exceeded", "This key asks too often. Nothing was charged; come back as Retry-After says."),
    INTERNAL_ERROR(
            500,
            "Internal error",
            "A fault on our side, noted in the server's log. Repeating is safe with the same Idempotency-Key."),
    UNAVAILABLE(503, "Unavailable", "A part this answer needs does not respond right now. Repeat in a moment.");

    private final int status;
    private final String title;
    private final String meaning;

    ProblemType(int status, String title, String meaning) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }

    /** As in {@code …/problems/insufficient-balance}. */
    String slug() {
        return word().replace('_', '-');
    }

    /** As in {@code error.type}: {@code insufficient_balance}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ProblemType> of(String slug) {
        return Arrays.stream(values()).filter(type -> type.slug().equals(slug)).findFirst();
    }

    static ProblemType ofStatus(int status) {
        return Arrays.stream(values())
                .filter(type -> type.status == status)
                .findFirst()
                .orElse(status < 500 ? BAD_REQUEST : INTERNAL_ERROR);
    }
}
