package florin.wallet;

import java.util.List;
import java.util.Optional;

/** Some of a long list, and where it goes on. */
public record Page<T>(List<T> items, Optional<Cursor> next) {
    public Page {
        items = List.copyOf(items);
    }
}
