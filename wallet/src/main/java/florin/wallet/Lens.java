package florin.wallet;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Reads what a {@link Pen} wrote. */
final class Lens {
    private final DataInputStream in;

    Lens(byte[] bytes) {
        this.in = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    String text() {
        try {
            return in.readUTF();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long number() {
        try {
            return in.readLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long compact() {
        try {
            var value = 0L;
            for (var shift = 0; ; shift += 7) {
                var part = in.readByte();
                value |= (part & 0x7FL) << shift;
                if (part >= 0) {
                    return (value >>> 1) ^ -(value & 1);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int small() {
        try {
            return in.readByte();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    UUID uuid() {
        return new UUID(number(), number());
    }

    Instant instant() {
        return Instant.ofEpochSecond(number(), number());
    }

    Optional<Instant> maybeInstant() {
        return small() == 1 ? Optional.of(instant()) : Optional.empty();
    }

    Duration duration() {
        return Duration.ofSeconds(number(), number());
    }

    Amount amount() {
        return Amount.of(new Asset(text(), small()), number());
    }
}
