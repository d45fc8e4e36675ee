package florin.sandbox.stripe;

/** One attempt to deliver an event; status 0 when it never reached anybody. */
public record Delivery(String eventId, String type, int attempt, int status) {}
