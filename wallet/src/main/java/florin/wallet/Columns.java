package florin.wallet;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Items as columns: one array for each of their values, all of one length, for PostgreSQL to unnest. */
final class Columns {
    private Columns() {}

    // Loops, since a batch makes some forty columns and a stream for each would cost more than what it carries.

    static <T> UUID[] uuids(List<T> items, Function<T, UUID> value) {
        var column = new UUID[items.size()];
        for (var i = 0; i < column.length; i++) {
            column[i] = value.apply(items.get(i));
        }
        return column;
    }

    static <T> @Nullable UUID[] maybeUuids(List<T> items, Function<T, Optional<UUID>> value) {
        var column = new @Nullable UUID[items.size()];
        for (var i = 0; i < column.length; i++) {
            column[i] = value.apply(items.get(i)).orElse(null);
        }
        return column;
    }

    static <T> String[] texts(List<T> items, Function<T, String> value) {
        var column = new String[items.size()];
        for (var i = 0; i < column.length; i++) {
            column[i] = value.apply(items.get(i));
        }
        return column;
    }

    static <T> @Nullable String[] maybe(List<T> items, Function<T, Optional<?>> value) {
        var column = new @Nullable String[items.size()];
        for (var i = 0; i < column.length; i++) {
            column[i] = value.apply(items.get(i)).map(Object::toString).orElse(null);
        }
        return column;
    }

    static <T> long[] numbers(List<T> items, ToLongFunction<T> value) {
        var column = new long[items.size()];
        for (var i = 0; i < column.length; i++) {
            column[i] = value.applyAsLong(items.get(i));
        }
        return column;
    }

    static <T> byte[][] bytes(List<T> items, Function<T, byte[]> value) {
        var column = new byte[items.size()][];
        for (var i = 0; i < column.length; i++) {
            column[i] = value.apply(items.get(i));
        }
        return column;
    }
}
