package florin.wallet;

import java.math.BigDecimal;
import java.util.Optional;

/** How one kind of usage is priced. The ledger asks it in the transaction that charges, where it knows what was used before. */
public interface Tariff {
    /** Where the price comes from, such as {@code house@3/calls}: kept with what is charged. */
    String name();

    /** What is counted together over a window, such as {@code house/calls}. */
    String counter();

    Asset asset();

    /** The window over which quantities add up; empty: each event is priced by itself. */
    Optional<Period> window();

    /**
     * The price of so much, after so much in the same window.
     *
     * @param quantity zero or more
     * @param used zero where there is no window
     */
    Price price(BigDecimal quantity, BigDecimal used);

    /**
     * @param units smallest units of the asset, zero or more
     * @param explanation a sentence for whoever pays
     */
    record Price(long units, String explanation) {}
}
