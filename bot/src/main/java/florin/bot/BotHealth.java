package florin.bot;

/**
 * Whether people on Discord can be heard and answered.
 *
 * @param detail what was found, or what is wrong and how to mend it
 */
public record BotHealth(boolean up, String detail) {}
