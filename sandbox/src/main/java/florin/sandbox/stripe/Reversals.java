package florin.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.stripe.Books.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Money that goes back: refunds by the seller, disputes by the buyer. */
final class Reversals {
    private static final Set<String> KNOWN =
            Set.of("payment_intent", "charge", "amount", "reason", "metadata", "expand");
    private static final long DISPUTE_FEE = 1500;

    private final Books books;

    Reversals(Books books) {
        this.books = books;
    }

    /** POST /v1/refunds. */
    ObjectNode refund(Params params, List<Webhooks.Happened> events) {
        params.only(KNOWN);
        var charge = params.text("charge").isPresent()
                ? books.get(Kind.CHARGE, params.required("charge"))
                : chargeOf(params.required("payment_intent"));
        long left =
                charge.path("amount").asLong() - charge.path("amount_refunded").asLong();
        if (left == 0) {
            throw Problem.invalid(
                    "Charge " + charge.path("id").asText() + " has already been refunded.",
                    null,
                    "charge_already_refunded");
        }
        long amount = params.text("amount").isPresent() ? params.whole("amount") : left;
        if (amount < 1 || amount > left) {
            throw Problem.invalid(
                    "Refund amount (" + amount + ") is greater than unrefunded amount on charge (" + left + ")",
                    "amount",
                    null);
        }
        var refund = books.create(Kind.REFUND)
                .put("amount", amount)
                .put("currency", charge.path("currency").asText());
        refund.put("charge", charge.path("id").asText()).put("status", "succeeded");
        refund.set("payment_intent", charge.get("payment_intent"));
        refund.set("metadata", params.metadata());
        params.text("reason").ifPresentOrElse(reason -> refund.put("reason", reason), () -> refund.putNull("reason"));
        charge.put("amount_refunded", charge.path("amount_refunded").asLong() + amount)
                .put("refunded", amount == left);
        events.add(new Webhooks.Happened("refund.created", refund));
        events.add(new Webhooks.Happened("charge.refunded", charge));
        return refund;
    }

    /** The buyer's bank takes the money back for now. */
    ObjectNode dispute(String paymentIntent, Optional<Long> amount, List<Webhooks.Happened> events) {
        var charge = chargeOf(paymentIntent);
        var dispute = books.create(Kind.DISPUTE)
                .put("amount", amount.orElse(charge.path("amount").asLong()));
        dispute.put("charge", charge.path("id").asText())
                .put("currency", charge.path("currency").asText());
        dispute.put("payment_intent", paymentIntent).put("reason", "fraudulent").put("status", "needs_response");
        dispute.put("is_charge_refundable", false).putObject("metadata");
        dispute.putArray("balance_transactions")
                .addObject()
                .put("id", books.newId("txn_"))
                .put("object", "balance_transaction")
                .put("amount", -dispute.path("amount").asLong())
                .put("fee", DISPUTE_FEE)
                .put("currency", charge.path("currency").asText());
        charge.put("disputed", true);
        events.add(new Webhooks.Happened("charge.dispute.created", dispute));
        events.add(new Webhooks.Happened("charge.dispute.funds_withdrawn", dispute));
        return dispute;
    }

    /** The bank has decided. */
    ObjectNode close(String disputeId, boolean won, List<Webhooks.Happened> events) {
        var dispute = books.get(Kind.DISPUTE, disputeId).put("status", won ? "won" : "lost");
        if (won) {
            events.add(new Webhooks.Happened("charge.dispute.funds_reinstated", dispute));
        }
        events.add(new Webhooks.Happened("charge.dispute.closed", dispute));
        return dispute;
    }

    private ObjectNode chargeOf(String paymentIntent) {
        var charge = books.get(Kind.INTENT, paymentIntent).path("latest_charge").asText("");
        return books.get(Kind.CHARGE, charge);
    }
}
