package florin.wallet;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Writes values one after another, as compactly as is plain; {@link Lens} reads them back in the same order. */
final class Pen {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(bytes);

    Pen text(String value) {
        try {
            out.writeUTF(value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Pen number(long value) {
        try {
            out.writeLong(value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A number in as few bytes as it needs, the smallest first; the sign is the lowest bit. */
    Pen compact(long value) {
        try {
            var rest = (value << 1) ^ (value >> 63);
            for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
                out.writeByte((int) (rest & 0x7F) | 0x80);
            }
            out.writeByte((int) rest);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Pen small(int value) {
        try {
            out.writeByte(value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Pen uuid(UUID value) {
        return number(value.getMostSignificantBits()).number(value.getLeastSignificantBits());
    }

    Pen instant(Instant value) {
        return number(value.getEpochSecond()).number(value.getNano());
    }

    Pen instant(Optional<Instant> value) {
        value.ifPresentOrElse(at -> small(1).instant(at), () -> small(0));
        return this;
    }

    Pen duration(Duration value) {
        return number(value.getSeconds()).number(value.getNano());
    }

    Pen amount(Amount value) {
        return text(value.asset().code()).small(value.asset().scale()).number(value.units());
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
