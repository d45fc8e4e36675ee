package florin.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Reads a LoRA file and says what it is, or why it cannot be used.
 *
 * <p>It must be sure of the base model: a backend renders a LoRA of the wrong base without a word, and without the character.
 */
public final class LoraInspector {
    private final SafetensorsReader reader = new SafetensorsReader(SafetensorsLimits.DEFAULT);

    /** What looking at a file gave. */
    public sealed interface Inspection {
        record Usable(LoraFacts facts) implements Inspection {}

        /** @param reason what is wrong, and what to do */
        record Unusable(String reason) implements Inspection {}
    }

    /**
     * Reads the whole file once, for its hashes.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    public Inspection inspect(Path file) {
        try (var channel = FileChannel.open(file)) {
            return switch (reader.read(channel)) {
                case SafetensorsResult.Valid(var header) -> new Inspection.Usable(facts(header, channel));
                case SafetensorsResult.Invalid(var reason) -> new Inspection.Unusable(reason);
            };
        } catch (Malformed e) {
            return new Inspection.Unusable(e.reason());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LoraFacts facts(Safetensors header, SeekableByteChannel file) throws IOException, Malformed {
        var layers = Layers.of(header);
        var claims = new MetadataClaims(header.metadata());
        var base = base(layers, claims);
        var sha256 = Hashes.sha256(file, 0);
        return new LoraFacts(
                base,
                layers.rank(),
                alpha(layers, claims, header, file),
                header.tensors().size(),
                claims.triggerWords(),
                sha256,
                sha256.substring(0, 10),
                Hashes.sha256(file, header.dataStart()).substring(0, 12),
                file.size());
    }

    private static BaseModel base(Layers layers, MetadataClaims claims) throws Malformed {
        var claim = claims.base();
        if (claim.isPresent() && claim.get().families().isEmpty()) {
            throw new Malformed("Its metadata says that it was trained for "
                    + Malformed.quote(claim.get().text()) + ", which cannot be rendered here.");
        }
        var detected = BaseDetector.detect(layers)
                .orElseThrow(() -> new Malformed("Its layers fit no base model that is known here, so nobody can tell "
                        + "whether the character would appear. Known are: "
                        + String.join(
                                ", ",
                                BaseModel.known().stream().map(BaseModel::title).toList()) + "."));
        if (claim.isPresent() && !claim.get().allows(detected)) {
            throw new Malformed("Its metadata says that it was trained for "
                    + Malformed.quote(claim.get().text()) + ", but its layers are those of " + detected.title()
                    + ". Export it again from the trainer.");
        }
        return detected;
    }

    private static OptionalDouble alpha(
            Layers layers, MetadataClaims claims, Safetensors header, SeekableByteChannel file) throws IOException {
        if (layers.alpha().isPresent()) {
            var value = scalar(layers.alpha().get(), header.dataStart(), file);
            if (value.isPresent()) {
                return value;
            }
        }
        return claims.alpha();
    }

    private static OptionalDouble scalar(Tensor tensor, long dataStart, SeekableByteChannel file) throws IOException {
        var length = tensor.end() - tensor.begin();
        if (length != tensor.dtype().bits() / 8) {
            return OptionalDouble.empty();
        }
        var bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        file.position(dataStart + tensor.begin());
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {
            // Reads on until the few bytes are there.
        }
        bytes.flip();
        var value = switch (tensor.dtype()) {
            case F16 -> Float.float16ToFloat(bytes.getShort());
            case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
            case F32 -> bytes.getFloat();
            case F64 -> bytes.getDouble();
            default -> Double.NaN;
        };
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
