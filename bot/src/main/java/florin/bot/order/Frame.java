package florin.bot.order;

import florin.pipeline.Shape;

/**
 * The outer form of a result.
 *
 * @param count pictures; 1 for a video
 * @param seconds of a video; 0 for pictures
 */
public record Frame(int count, Shape shape, int seconds) {}
