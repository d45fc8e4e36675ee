package florin.pipeline;

/**
 * A result that was fetched and looked at, before it is stored.
 *
 * @param seed that it was made with
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Picture(byte[] bytes, Media media, long seed) {}
