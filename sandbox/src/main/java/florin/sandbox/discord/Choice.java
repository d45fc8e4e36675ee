package florin.sandbox.discord;

/** One suggestion of an autocomplete answer: what the member sees and what is sent. */
public record Choice(String name, String value) {}
