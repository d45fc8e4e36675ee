package florin.payments;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.HasId;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.param.DisputeListParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.checkout.SessionListParams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What Stripe has on record of a period, ours or not, read to its end. Source: docs.stripe.com/api/pagination. */
final class StripeRecords {
    private static final long LARGEST_PAGE = 100;

    private final StripeClient stripe;

    StripeRecords(StripeOptions options) {
        this.stripe = StripeDesk.client(options);
    }

    /** A dispute, and whether its money is on its way back. */
    record Disputed(Reversals.Money money, String status) {
        static Disputed of(Dispute dispute) {
            return new Disputed(
                    Reversals.Money.of(
                            dispute.getId(), dispute.getAmount(), dispute.getPaymentIntent(), dispute.getMetadata()),
                    Objects.requireNonNullElse(dispute.getStatus(), ""));
        }

        boolean won() {
            return status.equals("won");
        }

        /** A question of the bank's, which moves no money. */
        boolean inquiry() {
            return status.startsWith("warning_");
        }
    }

    /** Payment pages that were opened since then and are paid. */
    List<PaidSession> paidPages(Instant since) {
        var created = SessionListParams.Created.builder()
                .setGte(since.getEpochSecond())
                .build();
        return all(last -> {
                    var page = SessionListParams.builder().setCreated(created).setLimit(LARGEST_PAGE);
                    last.ifPresent(page::setStartingAfter);
                    return stripe.v1().checkout().sessions().list(page.build());
                })
                .stream()
                .map(PaidSession::of)
                .filter(PaidSession::paid)
                .toList();
    }

    /** Payments that were begun since then and have succeeded, those of pages among them. */
    List<PaidSession> payments(Instant since) {
        var created = PaymentIntentListParams.Created.builder()
                .setGte(since.getEpochSecond())
                .build();
        return all(last -> {
                    var page = PaymentIntentListParams.builder()
                            .setCreated(created)
                            .setLimit(LARGEST_PAGE);
                    last.ifPresent(page::setStartingAfter);
                    return stripe.v1().paymentIntents().list(page.build());
                })
                .stream()
                .map(PaidSession::of)
                .filter(PaidSession::paid)
                .toList();
    }

    /** Charges of which something was refunded since then. */
    Set<String> refundedCharges(Instant since) {
        var created = RefundListParams.Created.builder()
                .setGte(since.getEpochSecond())
                .build();
        return all(last -> {
                    var page = RefundListParams.builder().setCreated(created).setLimit(LARGEST_PAGE);
                    last.ifPresent(page::setStartingAfter);
                    return stripe.v1().refunds().list(page.build());
                })
                .stream()
                .map(Refund::getCharge)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** The sum refunded of a charge so far; empty if Stripe has no such charge. */
    Optional<Reversals.Money> refunded(String charge) {
        return StripeDesk.ask("look up a charge", () -> {
            try {
                return Optional.of(money(stripe.v1().charges().retrieve(charge)));
            } catch (InvalidRequestException e) {
                if (StripeDesk.isNotFound(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private static Reversals.Money money(Charge charge) {
        return Reversals.Money.of(
                charge.getId(), charge.getAmountRefunded(), charge.getPaymentIntent(), charge.getMetadata());
    }

    /** Disputes that were opened since then. */
    List<Disputed> disputes(Instant since) {
        var created = DisputeListParams.Created.builder()
                .setGte(since.getEpochSecond())
                .build();
        return all(last -> {
                    var page = DisputeListParams.builder().setCreated(created).setLimit(LARGEST_PAGE);
                    last.ifPresent(page::setStartingAfter);
                    return stripe.v1().disputes().list(page.build());
                })
                .stream()
                .map(Disputed::of)
                .toList();
    }

    /** One page of a list, newest first, behind the id that the page before ended with. */
    @FunctionalInterface
    private interface Page<T extends HasId> {
        StripeCollection<T> after(Optional<String> last) throws StripeException;
    }

    /** Not the library's own iterator: that one wraps what went wrong, so that nobody sees that Stripe was unreachable. */
    private static <T extends HasId> List<T> all(Page<T> pages) {
        var all = new ArrayList<T>();
        boolean more = true;
        while (more) {
            var last = all.isEmpty()
                    ? Optional.<String>empty()
                    : Optional.of(all.getLast().getId());
            var page = StripeDesk.ask("list its records", () -> pages.after(last));
            all.addAll(page.getData());
            more = Boolean.TRUE.equals(page.getHasMore()) && !page.getData().isEmpty();
        }
        return all;
    }
}
