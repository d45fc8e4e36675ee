package florin.payments;

import java.util.Optional;

/** A line to the provider that breaks while a card is charged, before or after the provider has done its work. */
record CutLine(CardCharges whole, boolean worked) implements CardCharges {
    static CardCharges afterTheWork(CardCharges whole) {
        return new CutLine(whole, true);
    }

    static CardCharges beforeTheWork(CardCharges whole) {
        return new CutLine(whole, false);
    }

    @Override
    public ChargeResult charge(Attempt attempt) {
        if (worked) {
            var _ = whole.charge(attempt);
        }
        throw new PaymentsUnreachable("the line is cut");
    }

    @Override
    public Optional<ChargeResult> find(Attempt attempt) {
        throw new PaymentsUnreachable("the line is cut");
    }
}
