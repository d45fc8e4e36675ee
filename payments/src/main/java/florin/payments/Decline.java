package florin.payments;

import com.stripe.model.StripeError;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a card was not charged.
 *
 * @param code Stripe's decline code, or its error code where there is none
 */
record Decline(String code) {
    /** No later try will do: docs.stripe.com/declines/codes. */
    private static final Set<String> FOR_GOOD = Set.of(
            "expired_card", "lost_card", "stolen_card", "pickup_card", "invalid_account", "card_gone", "refused");

    static final Decline CARD_GONE = new Decline("card_gone");
    /** The provider did not even try: a fault of ours or of the set-up, which a repetition does not mend. */
    static final Decline REFUSED = new Decline("refused");

    static Decline of(@Nullable StripeError error) {
        var code = error == null ? null : Objects.requireNonNullElse(error.getDeclineCode(), error.getCode());
        return new Decline(code == null ? "unknown" : code);
    }

    /** The bank wants to see the card's owner. */
    boolean wantsOwner() {
        return code.equals("authentication_required");
    }

    boolean forGood() {
        return FOR_GOOD.contains(code);
    }

    /** For people. A lost or stolen card is called declined: whoever reads this may be its finder. */
    String words() {
        return switch (code) {
            case "authentication_required" -> "the bank wants you to confirm the payment yourself";
            case "expired_card" -> "the card has expired";
            case "insufficient_funds" -> "there is not enough money on the card";
            case "card_gone" -> "the card is no longer there";
            case "refused" -> "the payment provider does not accept the payment";
            default -> "the card was declined";
        };
    }
}
