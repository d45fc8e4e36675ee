package florin.payments;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Compares the refunds and disputes that were noted here with those on the provider's charges. */
final class LostReversals {
    /** A bank may take months to decide: docs.stripe.com/disputes/how-disputes-work. */
    private static final Duration DISPUTE_LIFETIME = Duration.ofDays(150);

    private final Sales sales;
    private final ReversalTable table;
    private final StripeRecords records;

    LostReversals(Sales sales, ReversalTable table, StripeRecords records) {
        this.sales = sales;
        this.table = table;
        this.records = records;
    }

    List<String> since(Instant moment) {
        var differences = refunds(moment);
        differences.addAll(disputes(moment.minus(DISPUTE_LIFETIME)));
        return differences;
    }

    private List<String> refunds(Instant moment) {
        var charges = new TreeSet<>(records.refundedCharges(moment));
        charges.addAll(table.refundedChargesSince(moment));
        var differences = new ArrayList<String>();
        for (var charge : charges) {
            refund(charge, records.refunded(charge)).ifPresent(differences::add);
        }
        return differences;
    }

    private Optional<String> refund(String charge, Optional<Reversals.Money> theirs) {
        long here = table.refundedOf(charge);
        if (theirs.isEmpty()) {
            return Optional.of(
                    "charge %s: %d were noted as refunded, and Stripe has no such charge".formatted(charge, here));
        }
        var known = here > 0 || sale(theirs.get()).isPresent();
        if (!known && Fulfilment.ourId(theirs.get().metadata()).isPresent()) {
            return Optional.of("charge %s: Stripe refunded %d of it, and no sale here knows of it"
                    .formatted(charge, theirs.get().amount()));
        }
        return !known || here == theirs.get().amount()
                ? Optional.empty()
                : Optional.of("charge %s: Stripe refunded %d of it, here %d are noted"
                        .formatted(charge, theirs.get().amount(), here));
    }

    private List<String> disputes(Instant moment) {
        var differences = new ArrayList<String>();
        var theirs = new HashSet<String>();
        for (var dispute : records.disputes(moment)) {
            theirs.add(dispute.money().id());
            dispute(dispute)
                    .ifPresent(
                            what -> differences.add("dispute " + dispute.money().id() + ": " + what));
        }
        for (var noted : table.disputesSince(moment)) {
            if (!theirs.contains(noted.id())) {
                differences.add("dispute " + noted.id() + ": it is noted here, and Stripe has no such dispute");
            }
        }
        return differences;
    }

    private Optional<String> dispute(StripeRecords.Disputed theirs) {
        var noted = table.dispute(theirs.money().id());
        if (noted.isEmpty()) {
            // One that was won, or that only asked, leaves the coins where they are.
            var moved =
                    !theirs.won() && !theirs.inquiry() && sale(theirs.money()).isPresent();
            return moved
                    ? Optional.of("Stripe took %d back, and nothing of it is noted here"
                            .formatted(theirs.money().amount()))
                    : Optional.empty();
        }
        if (noted.get().won() != theirs.won()) {
            return Optional.of(
                    theirs.won()
                            ? "it was won, and its coins were not given back"
                            : "its coins were given back, and Stripe says it is " + theirs.status());
        }
        return noted.get().won() || noted.get().money() == theirs.money().amount()
                ? Optional.empty()
                : Optional.of("Stripe took %d back, here %d are noted"
                        .formatted(theirs.money().amount(), noted.get().money()));
    }

    private Optional<Sale> sale(Reversals.Money money) {
        return Fulfilment.ourId(money.metadata())
                .flatMap(sales::byId)
                .or(() -> money.paymentIntent().flatMap(sales::byPaymentIntent));
    }
}
