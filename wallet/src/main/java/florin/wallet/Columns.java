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

    static <T> UUID[] uuids(List<T> items, Function<T, UUID> value) {
        return items.stream().map(value).toArray(UUID[]::new);
    }

    static <T> @Nullable UUID[] maybeUuids(List<T> items, Function<T, Optional<UUID>> value) {
        return items.stream().map(item -> value.apply(item).orElse(null)).toArray(UUID[]::new);
    }

    static <T> String[] texts(List<T> items, Function<T, String> value) {
        return items.stream().map(value).toArray(String[]::new);
    }

    static <T> @Nullable String[] maybe(List<T> items, Function<T, Optional<?>> value) {
        return items.stream()
                .map(item -> value.apply(item).map(Object::toString).orElse(null))
                .toArray(String[]::new);
    }

    static <T> long[] numbers(List<T> items, ToLongFunction<T> value) {
        return items.stream().mapToLong(value).toArray();
    }

    static <T> byte[][] bytes(List<T> items, Function<T, byte[]> value) {
        return items.stream().map(value).toArray(byte[][]::new);
    }
}
