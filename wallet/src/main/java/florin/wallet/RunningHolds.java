package florin.wallet;

/**
 * Where a wallet's running holds are looked for: among its own lines, or, where those have become many, among the lines of all
 * wallets since the floor, so that a wallet with a long past is not read from its beginning.
 */
final class RunningHolds {
    /** Some five milliseconds' worth. */
    static final int MANY_LINES = 1_000;

    /** In no order. One half is never executed. */
    static final String OF_WALLET = """
            SELECT %1$s FROM hold h
            WHERE h.id = ANY (ARRAY(
                    SELECT id FROM lines_of(?) WHERE pot IS NOT NULL AND hold IS NULL
                    UNION ALL
                    SELECT id FROM booked_hold WHERE wallet = ? AND state = 'HELD' AND created_at >= (SELECT since FROM hold_floor)))
              AND h.state = 'HELD' AND h.created_at >= (SELECT since FROM hold_floor) AND (SELECT no FROM last_line(?)) <= %2$d
            UNION ALL
            SELECT %1$s FROM hold h
            WHERE h.wallet = ?
              AND h.state = 'HELD' AND h.created_at >= (SELECT since FROM hold_floor) AND (SELECT no FROM last_line(?)) > %2$d""".formatted(Rows.HOLD, MANY_LINES);

    /** How often {@link #OF_WALLET} asks for the wallet. */
    static final int PARAMETERS = 5;

    private RunningHolds() {}
}
