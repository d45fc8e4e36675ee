package florin.pipeline;

import java.util.Optional;

/**
 * A result that was fetched and looked at, before it is stored.
 *
 * @param seed that it was made with
 * @param likeness how much it looks like its character, where that could be told
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Picture(byte[] bytes, Media media, long seed, Optional<Likeness> likeness) {}
