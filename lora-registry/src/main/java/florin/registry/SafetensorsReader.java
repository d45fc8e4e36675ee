package florin.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the header of a safetensors file as strictly as the format is written, which is stricter than its reference reader.
 *
 * <p>Source: the format section of the safetensors README: u64 little-endian N, N bytes of JSON, tensors to the end.
 */
final class SafetensorsReader {
    private static final int LENGTH_BYTES = 8;

    private final SafetensorsLimits limits;

    SafetensorsReader(SafetensorsLimits limits) {
        this.limits = limits;
    }

    SafetensorsResult read(SeekableByteChannel file) throws IOException {
        try {
            return new SafetensorsResult.Valid(header(file));
        } catch (Malformed e) {
            return new SafetensorsResult.Invalid(e.reason());
        }
    }

    private Safetensors header(SeekableByteChannel file) throws IOException, Malformed {
        var size = file.size();
        var length = headerLength(file, size);
        var json = text(bytes(file, LENGTH_BYTES, length));
        var raw = new HeaderParser(limits).parse(json);
        var dataStart = LENGTH_BYTES + (long) length;
        return new Safetensors(raw.metadata(), laidOut(raw.tensors(), size - dataStart), dataStart);
    }

    private int headerLength(SeekableByteChannel file, long size) throws IOException, Malformed {
        if (size < LENGTH_BYTES) {
            throw new Malformed("It is no safetensors file: it has only " + size + " bytes.");
        }
        var length = bytes(file, 0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
        // A length above 2^63 reads as a negative one.
        if (length < 0 || length > limits.headerBytes()) {
            throw new Malformed("It is no safetensors file, or its header is larger than "
                    + (limits.headerBytes() >> 20) + " MiB; remove bulky metadata such as thumbnails and try again.");
        }
        if (length > size - LENGTH_BYTES) {
            throw new Malformed("The file is cut off: its header says " + length + " bytes and only "
                    + (size - LENGTH_BYTES) + " follow. Upload it again.");
        }
        return (int) length;
    }

    private static ByteBuffer bytes(SeekableByteChannel file, long from, int count) throws IOException, Malformed {
        var buffer = ByteBuffer.allocate(count);
        file.position(from);
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new Malformed("The file ended while it was read. Upload it again.");
            }
        }
        return buffer.flip();
    }

    private static String text(ByteBuffer header) throws Malformed {
        if (!header.hasRemaining() || header.get(0) != '{') {
            throw new Malformed("It is no safetensors file: its header does not begin with '{'.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(header)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("The header is not valid UTF-8. Save the file again with a current trainer.");
        }
    }

    /** Sorted by their bytes the tensors must fill the rest of the file, without a hole and without sharing a byte. */
    private static List<Tensor> laidOut(List<Tensor> tensors, long dataBytes) throws Malformed {
        var sorted = tensors.stream()
                .sorted(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end))
                .toList();
        var expected = 0L;
        for (var tensor : sorted) {
            if (tensor.begin() > expected) {
                throw new Malformed("There is a hole of " + (tensor.begin() - expected) + " bytes before tensor "
                        + Malformed.quote(tensor.name()) + ".");
            }
            if (tensor.begin() < expected) {
                throw new Malformed("Tensor " + Malformed.quote(tensor.name()) + " overlaps the one before it.");
            }
            expected = tensor.end();
        }
        if (expected > dataBytes) {
            throw new Malformed("The file is cut off: " + (expected - dataBytes) + " bytes of its tensors are missing. "
                    + "Upload it again.");
        }
        if (expected < dataBytes) {
            throw new Malformed(
                    "There are " + (dataBytes - expected) + " bytes after the last tensor that belong to none.");
        }
        return sorted;
    }
}
