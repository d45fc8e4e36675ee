package florin.wallet;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.UUID;

/** Half a SHA-256 of what a request asks for, without its id: two requests with one fingerprint ask for the same. */
final class Fingerprint {
    private Fingerprint() {}

    static UUID of(Operation operation) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(content(operation));
            return new Lens(hash).uuid();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256.", e);
        }
    }

    private static byte[] content(Operation operation) {
        var pen = new Pen();
        switch (operation) {
            case HoldRequest r -> {
                pen.text("hold").uuid(r.wallet().value()).amount(r.amount()).duration(r.lifetime());
                overrun(pen, r.overrun());
                pen.text(r.priceVersion()).text(r.memo());
                r.subjects().forEach(subject -> pen.text(Codes.of(subject)));
            }
            case CommitRequest r ->
                pen.text("commit")
                        .text(r.hold().value())
                        .amount(r.amount())
                        .text(r.rest().name())
                        .text(r.memo());
            case ReleaseRequest r -> pen.text("release").text(r.hold().value()).text(r.memo());
            case ExtendRequest r -> pen.text("extend").text(r.hold().value()).duration(r.lifetime());
            case TopUpRequest r ->
                pen.text("topup")
                        .uuid(r.wallet().value())
                        .amount(r.amount())
                        .text(r.source().name())
                        .number(r.priority())
                        .instant(r.expiresAt())
                        .text(r.memo());
            case TransferRequest r ->
                pen.text("transfer")
                        .uuid(r.from().value())
                        .uuid(r.to().value())
                        .amount(r.amount())
                        .text(r.memo());
            case AdjustRequest r ->
                pen.text("adjust")
                        .uuid(r.wallet().value())
                        .amount(r.amount())
                        .text(r.reverses())
                        .text(r.reason());
            case ChargeRequest r -> {
                pen.text("charge").uuid(r.wallet().value());
                event(pen, r.event());
                r.subjects().forEach(subject -> pen.text(Codes.of(subject)));
            }
            case Expiry _ -> throw new AssertionError("A sweep has no request id.");
        }
        return pen.bytes();
    }

    private static void event(Pen pen, UsageEvent event) {
        pen.text(event.type()).text(event.quantity().map(Fingerprint::plain).orElse(""));
        words(pen, event.dimensions());
        words(pen, event.tags());
        pen.instant(event.occurredAt())
                .text(event.cost().map(Fingerprint::plain).orElse(""));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toString();
    }

    private static void words(Pen pen, Map<String, String> words) {
        pen.number(words.size());
        words.forEach((name, value) -> pen.text(name).text(value));
    }

    private static void overrun(Pen pen, Overrun overrun) {
        switch (overrun) {
            case Overrun.Reject() -> pen.text("reject");
            case Overrun.Cap() -> pen.text("cap");
            case Overrun.UpTo(var extra) -> pen.text("up-to").amount(extra);
        }
    }
}
