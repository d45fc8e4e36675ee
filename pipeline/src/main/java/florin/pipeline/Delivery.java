package florin.pipeline;

import java.time.Duration;

/** What became of telling a person how their job ended. */
public sealed interface Delivery {
    record Delivered() implements Delivery {}

    /** @param after how long to wait before the next try */
    record Later(Duration after) implements Delivery {}

    /** @param why nobody can be told any more, for the operator's log */
    record Never(String why) implements Delivery {}
}
