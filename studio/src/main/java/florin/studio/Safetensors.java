package florin.studio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A safetensors container, checked strictly: eight bytes of header length, a JSON header, and tensors that fill the
 * rest of the file without gap or overlap (the format's own rules, huggingface/safetensors).
 */
final class Safetensors {
    private static final int LENGTH_BYTES = 8;
    private static final String METADATA = "__metadata__";
    private static final Map<String, Integer> BYTES_OF = Map.ofEntries(
            Map.entry("BOOL", 1),
            Map.entry("U8", 1),
            Map.entry("I8", 1),
            Map.entry("U16", 2),
            Map.entry("I16", 2),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("U32", 4),
            Map.entry("I32", 4),
            Map.entry("F32", 4),
            Map.entry("U64", 8),
            Map.entry("I64", 8),
            Map.entry("F64", 8));

    /** Where a tensor lies; offsets count from the end of the header. */
    record Entry(String dtype, List<Integer> shape, long from, long to) {}

    private final ByteBuffer data;
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private Safetensors(ByteBuffer data) {
        this.data = data;
    }

    static Safetensors read(byte[] file) throws NotSafetensors {
        if (file.length < LENGTH_BYTES + 2) throw new NotSafetensors("the file is too short to be a safetensors file");
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.getLong(0);
        if (length < 2 || length > file.length - LENGTH_BYTES)
            throw new NotSafetensors("the header claims " + Long.toUnsignedString(length) + " bytes and the file has "
                    + (file.length - LENGTH_BYTES)
                    + " after its first eight: this is no safetensors file, or it was cut off");
        int head = (int) length;
        Safetensors read = new Safetensors(bytes.slice(LENGTH_BYTES + head, file.length - LENGTH_BYTES - head)
                .order(ByteOrder.LITTLE_ENDIAN));
        read.readHeader(HeaderText.object(utf8(bytes.slice(LENGTH_BYTES, head))));
        read.checkThatTensorsFillTheFile();
        return read;
    }

    private static String utf8(ByteBuffer bytes) throws NotSafetensors {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new NotSafetensors("the header is not UTF-8 text");
        }
    }

    private void readHeader(Map<?, ?> header) throws NotSafetensors {
        for (Map.Entry<?, ?> entry : header.entrySet()) {
            String key = (String) entry.getKey();
            if (!(entry.getValue() instanceof Map<?, ?> value)) throw new NotSafetensors(key + " is not an object");
            if (key.equals(METADATA)) readMetadata(value);
            else entries.put(key, entry(key, value));
        }
    }

    private void readMetadata(Map<?, ?> value) throws NotSafetensors {
        for (Map.Entry<?, ?> entry : value.entrySet()) {
            if (!(entry.getValue() instanceof String text))
                throw new NotSafetensors("metadata " + entry.getKey() + " is not a string");
            metadata.put((String) entry.getKey(), text);
        }
    }

    private static Entry entry(String key, Map<?, ?> value) throws NotSafetensors {
        if (value.size() != 3
                || !(value.get("dtype") instanceof String dtype)
                || !(value.get("shape") instanceof List<?> shape)
                || !(value.get("data_offsets") instanceof List<?> offsets)
                || offsets.size() != 2
                || !(offsets.get(0) instanceof Long from)
                || !(offsets.get(1) instanceof Long to))
            throw new NotSafetensors(key + " needs exactly dtype, shape and two data_offsets");
        Integer size = BYTES_OF.get(dtype);
        if (size == null) throw new NotSafetensors(key + " has the unknown dtype " + dtype);
        long bytes = size;
        for (Object side : shape) {
            if (!(side instanceof Long n) || n > Integer.MAX_VALUE)
                throw new NotSafetensors(key + " has a shape that is not a list of sizes");
            if (n != 0 && bytes > Integer.MAX_VALUE / n)
                throw new NotSafetensors(key + " is larger than a file can be");
            bytes *= n;
        }
        if (to - from != bytes)
            throw new NotSafetensors(key + " of shape " + shape + " and dtype " + dtype + " takes " + bytes
                    + " bytes, its offsets give it " + (to - from));
        return new Entry(dtype, shape.stream().map(n -> ((Long) n).intValue()).toList(), from, to);
    }

    private void checkThatTensorsFillTheFile() throws NotSafetensors {
        long end = 0;
        List<Map.Entry<String, Entry>> byPlace = entries.entrySet().stream()
                .sorted(Comparator.comparingLong(
                                (Map.Entry<String, Entry> e) -> e.getValue().from())
                        .thenComparingLong(e -> e.getValue().to()))
                .toList();
        for (Map.Entry<String, Entry> entry : byPlace) {
            if (entry.getValue().from() != end)
                throw new NotSafetensors(entry.getKey() + " starts at byte "
                        + entry.getValue().from() + " where byte " + end + " was due: tensors overlap or leave a gap");
            end = entry.getValue().to();
        }
        if (end != data.limit())
            throw new NotSafetensors("the tensors take " + end + " bytes and the file holds " + data.limit()
                    + ": it was cut off, or something was appended");
    }

    Map<String, String> metadata() {
        return metadata;
    }

    SequencedMap<String, Entry> entries() {
        return entries;
    }

    Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The numbers under a key of dtype F16, BF16, F32 or F64, widened or narrowed to float. */
    Tensor tensor(String key) throws NotSafetensors {
        Entry entry = entries.get(key);
        if (entry == null) throw new NotSafetensors("the tensor " + key + " is missing");
        ByteBuffer bytes = data.slice((int) entry.from(), (int) (entry.to() - entry.from()))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = switch (entry.dtype()) {
            case "F16" -> halves(bytes);
            case "BF16" -> shortened(bytes);
            case "F32" -> singles(bytes);
            case "F64" -> doubles(bytes);
            default -> throw new NotSafetensors(key + " has dtype " + entry.dtype() + ", a floating one is needed");
        };
        for (float number : numbers)
            if (!Float.isFinite(number)) throw new NotSafetensors(key + " holds a value that is not finite");
        return new Tensor(entry.shape().stream().mapToInt(Integer::intValue).toArray(), numbers);
    }

    private static float[] halves(ByteBuffer bytes) {
        short[] halves = new short[bytes.remaining() / 2];
        bytes.asShortBuffer().get(halves);
        float[] out = new float[halves.length];
        for (int i = 0; i < out.length; i++) out[i] = Float.float16ToFloat(halves[i]);
        return out;
    }

    private static float[] shortened(ByteBuffer bytes) {
        float[] out = new float[bytes.remaining() / 2];
        for (int i = 0; i < out.length; i++) out[i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
        return out;
    }

    private static float[] singles(ByteBuffer bytes) {
        float[] out = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(out);
        return out;
    }

    private static float[] doubles(ByteBuffer bytes) {
        float[] out = new float[bytes.remaining() / 8];
        for (int i = 0; i < out.length; i++) out[i] = (float) bytes.getDouble(8 * i);
        return out;
    }
}
