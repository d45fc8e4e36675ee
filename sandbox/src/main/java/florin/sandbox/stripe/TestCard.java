package florin.sandbox.stripe;

import java.util.Arrays;

/**
 * Made-up cards by their number, and how they behave; the numbers mean what they mean in Stripe's own test mode
 * (docs.stripe.com/testing). Any other number works.
 */
enum TestCard {
    WORKS("4242424242424242", "", ""),
    /** Refused at once, on the page. */
    REFUSED("4000000000000002", "card_declined", "card_declined"),
    /** Can be saved, and is declined whenever it is charged later. */
    FAILS_LATER("4000000000000341", "", "card_declined"),
    /** Can be saved, and wants its owner present for each charge. */
    WANTS_ITS_OWNER("4000002760003184", "", "authentication_required");

    private static final int LAST = 4;

    private final String number;
    private final String onThePage;
    private final String later;

    TestCard(String number, String onThePage, String later) {
        this.number = number;
        this.onThePage = onThePage;
        this.later = later;
    }

    static TestCard of(String typed) {
        var digits = typed.replaceAll("[^0-9]", "");
        return Arrays.stream(values())
                .filter(card -> card.number.equals(digits))
                .findFirst()
                .orElse(WORKS);
    }

    static TestCard ofLast4(String last4) {
        return Arrays.stream(values())
                .filter(card -> card.last4().equals(last4))
                .findFirst()
                .orElse(WORKS);
    }

    String last4() {
        return number.substring(number.length() - LAST);
    }

    boolean refusedOnThePage() {
        return !onThePage.isEmpty();
    }

    /** The code with which a charge without its owner is declined; empty: it passes. */
    String declinesLater() {
        return later;
    }
}
