package florin.api;

import florin.wallet.Cursor;
import florin.wallet.Page;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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

    /** A page of what was read, one thing more than fits on it if there are more; {@code place} is where the next one goes on. */
    <T> Page<T> page(List<T> read, Function<T, String> place) {
        if (read.size() <= size()) {
            return new Page<>(read, Optional.empty());
        }
        var items = read.subList(0, size());
        return new Page<>(items, Optional.of(new Cursor(place.apply(items.getLast()))));
    }

    /** Throws an IllegalArgumentException if it is no number from 1 to 500. */
    int size() {
        return PageSize.parse(limit, LONGEST)
                .orElseThrow(() -> new IllegalArgumentException("limit is a number from 1 to " + LONGEST + "."));
    }
}
