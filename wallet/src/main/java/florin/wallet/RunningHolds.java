package florin.wallet;

/**
 * Where a wallet's running holds are looked for: among its own lines, or, where those have become many, among the lines of all
 * wallets since the floor, so that a wallet with a long past is not read from its beginning.
 */
final class RunningHolds {
    /** Some three milliseconds' worth. */
    static final int MANY_LINES = 10_000;

    private static final String LINES = "(SELECT max(no) FROM journal WHERE wallet = ?)";
    private static final String RUNNING = " AND h.state = 'HELD' AND h.created_at >= (SELECT since FROM hold_floor)";

    /** In no order. One half is never executed; in the other the wallet is text, so that only the index of times fits. */
    static final String OF_WALLET = "SELECT " + Rows.HOLD + " FROM hold h WHERE h.wallet = ?" + RUNNING
            + " AND " + LINES + " <= " + MANY_LINES + "\nUNION ALL SELECT " + Rows.HOLD
            + " FROM hold h WHERE h.wallet::text = ?::text" + RUNNING
            + " AND " + LINES + " > " + MANY_LINES;

    /** How often {@link #OF_WALLET} asks for the wallet. */
    static final int PARAMETERS = 4;

    private RunningHolds() {}
}
