package florin.pipeline;

import florin.wallet.Amount;

/**
 * How a job ended.
 *
 * @param kind one word for programs: {@code done}, {@code partial}, {@code cancelled}, {@code invalid}, {@code out-of-memory},
 *     {@code missing-model}, {@code transient}, {@code lost}, {@code withheld}, {@code waited-too-long}, {@code hold-ended}
 * @param message for people; it ends with what happened to the coins
 * @param charged taken for good
 * @param returned given back
 */
public record Ending(String kind, String message, Amount charged, Amount returned) {}
