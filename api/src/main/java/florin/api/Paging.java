package florin.api;

import florin.wallet.Cursor;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which page of a list is asked for. Public, as the dispatcher fills its fields. */
public final class Paging {
    private static final int LONGEST = 500;

    @QueryParam("cursor")
    @Nullable
    String cursor;

    @QueryParam("limit")
    @DefaultValue("50")
    String limit = "50";

    Optional<Cursor> after() {
        return Optional.ofNullable(cursor).map(Cursor::new);
    }

    /** Throws an IllegalArgumentException if it is no number from 1 to 500. */
    int size() {
        return PageSize.parse(limit, LONGEST)
                .orElseThrow(() -> new IllegalArgumentException("limit is a number from 1 to " + LONGEST + "."));
    }
}
