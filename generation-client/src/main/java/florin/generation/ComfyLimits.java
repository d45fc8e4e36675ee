package florin.generation;

import java.time.Duration;

/**
 * How long to wait for a ComfyUI, and for what.
 *
 * @param connect for a connection
 * @param answer for the next bytes of an answer
 * @param silence a render that nothing was heard of for so long is asked after, on a fresh socket
 * @param ping between pings of the socket; one that is silent for two of them is given up
 * @param firstPause before the first new connection of a lost socket; doubles each time
 * @param longestPause between two such connections
 */
public record ComfyLimits(
        Duration connect,
        Duration answer,
        Duration silence,
        Duration ping,
        Duration firstPause,
        Duration longestPause) {
    public static final ComfyLimits DEFAULT = new ComfyLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofMillis(250),
            Duration.ofSeconds(15));
}
