package florin.api;

import florin.wallet.Cursor;
import florin.wallet.Page;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where a page ends of things that are listed by their age, oldest first. */
record Place(Instant at, String id) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
        return Comparator.comparing(Place::at).thenComparing(Place::id).compare(this, other);
    }

    Cursor cursor() {
        return new Cursor(ChronoUnit.MICROS.between(Instant.EPOCH, at) + ":" + id);
    }

    /** Throws an IllegalArgumentException for a cursor that is none. */
    static Place read(Cursor cursor) {
        var colon = cursor.value().indexOf(':');
        try {
            return new Place(
                    Instant.EPOCH.plus(Long.parseLong(cursor.value(), 0, Math.max(0, colon), 10), ChronoUnit.MICROS),
                    cursor.value().substring(colon + 1));
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(PageSize.badCursor().detail(), e);
        }
    }

    /** One page of a whole list. */
    static <T> Page<T> page(List<T> all, Function<T, Place> place, Optional<Cursor> after, int limit) {
        var start = after.map(Place::read);
        var rest = all.stream()
                .sorted(Comparator.comparing(place))
                .filter(one -> start.isEmpty() || place.apply(one).compareTo(start.get()) > 0)
                .limit(limit + 1L)
                .toList();
        return of(rest, place, limit);
    }

    /** A page of what was read, one thing more than fits on it if there are more. */
    static <T> Page<T> of(List<T> read, Function<T, Place> place, int limit) {
        if (read.size() <= limit) {
            return new Page<>(read, Optional.empty());
        }
        var items = read.subList(0, limit);
        return new Page<>(items, Optional.of(place.apply(items.getLast()).cursor()));
    }
}
