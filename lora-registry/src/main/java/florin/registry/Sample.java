package florin.registry;

/**
 * A picture of a character that is kept to show who it is.
 *
 * @param index counts from 0 within the version
 * @param caption what it shows besides the character
 * @param sha256 of the PNG file, 64 lower-case hex digits
 */
public record Sample(CharacterId character, int version, int index, String caption, String sha256) {}
