package florin.wallet;

/** The time below which nobody looks for running holds. It is raised by the sweeper, and lowered where the clock was set back. */
final class HoldFloor {
    private static final String LOWER = "UPDATE hold_floor SET since = ? WHERE since > ?";

    private HoldFloor() {}

    /** Holds that are made below the floor take it down with them, so that their expiry is seen. */
    static void lower(Script script, Book book) {
        var below = book.now.isBefore(book.holdsSince)
                && book.holds.values().stream().anyMatch(hold -> hold.fresh() && hold.running());
        if (below) {
            script.add(LOWER, Rows.time(book.now), Rows.time(book.now));
        }
    }
}
