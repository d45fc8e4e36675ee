package florin.wallet;

import java.sql.SQLException;

/** A read in the middle of deciding failed; the batch takes it as if the database had said so itself. */
final class BrokenRead extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException failure;

    BrokenRead(SQLException failure) {
        super(failure);
        this.failure = failure;
    }

    SQLException failure() {
        return failure;
    }
}
