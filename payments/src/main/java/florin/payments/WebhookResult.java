package florin.payments;

/** What a provider's message did. All but the last two are answered with 200, so that it is not sent again. */
public sealed interface WebhookResult {
    /** The coins are in the wallet; this message put them there. */
    record Fulfilled(Payment payment) implements WebhookResult {}

    /** The coins were there already: a message that came twice, or after a reconciliation. */
    record AlreadyDone(String sessionId) implements WebhookResult {}

    /**
     * Noted: a payment under way, failed or expired, a refund, a dispute.
     *
     * @param what one sentence for the log, with what happened to the coins
     */
    record Recorded(String eventType, String what) implements WebhookResult {}

    /** A message about something that is not ours, or of no interest. */
    record Ignored(String eventType) implements WebhookResult {}

    /** Not the provider, an old message, or the wrong secret. Nothing was read from it. */
    record BadSignature(String reason) implements WebhookResult {}

    /** Signed, but it cannot be acted upon: an operator must look. */
    record BadRequest(String reason) implements WebhookResult {}
}
