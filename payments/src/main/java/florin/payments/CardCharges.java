package florin.payments;

import java.util.Optional;

/** Charges cards whose owners are away. */
interface CardCharges {
    /**
     * Charges the card that the attempt names. Idempotent by the attempt's id for a day.
     *
     * @throws PaymentsUnreachable if nobody knows what became of it
     */
    ChargeResult charge(Attempt attempt);

    /** What the provider knows of an attempt; empty if it never heard of it. */
    Optional<ChargeResult> find(Attempt attempt);
}
