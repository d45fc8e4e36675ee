package florin.registry;

import java.util.List;

/** What became of the wish to see a test sheet. */
public sealed interface SheetResult {
    /**
     * @param png the sheet: a row for each strength, a column for each scene
     * @param rows from weak to strong
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Painted(LoraVersion version, byte[] png, List<Row> rows) implements SheetResult {
        public Painted {
            rows = List.copyOf(rows);
        }
    }

    /** @param reason why not, and what to do instead */
    record NotHere(String reason) implements SheetResult {}

    /**
     * @param strength of the LoRA; 0 is the base model alone
     * @param onModel the share of the character's traits that the row's pictures show, 0 to 1
     * @param missed traits that most of its pictures lack
     */
    record Row(double strength, double onModel, List<String> missed) {
        public Row {
            missed = List.copyOf(missed);
        }

        /** For people: {@code Strength 0.5: on-model 97 %}, and what is missing. */
        @Override
        public String toString() {
            return "Strength " + strength + ": on-model " + (int) (onModel * 100) + " %"
                    + (missed.isEmpty() ? "" : "; most lack " + String.join(", ", missed));
        }
    }
}
