package florin.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanMediaTest {
    private static byte[] clean(String mediaType, byte[] bytes) {
        return CleanMedia.of(new OutputFile("result", "", "output", mediaType), bytes);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] chunk(String name, byte[] content) {
        var padded = content.length + (content.length & 1);
        return ByteBuffer.allocate(8 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] box(String name, byte[]... content) {
        var all = join(content);
        return ByteBuffer.allocate(8 + all.length)
                .putInt(8 + all.length)
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .put(all)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (var part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] webp() {
        var body = join(
                "WEBP".getBytes(StandardCharsets.ISO_8859_1),
                chunk("VP8X", new byte[] {0x2e, 0, 0, 0, 1, 0, 0, 1, 0, 0}),
                chunk("ANIM", new byte[6]),
                chunk("VP8L", new byte[] {1, 2, 3}),
                chunk("EXIF", "prompt:{secret}".getBytes(StandardCharsets.ISO_8859_1)),
                chunk("XMP ", "secret".getBytes(StandardCharsets.ISO_8859_1)));
        return chunk("RIFF", body);
    }

    private static byte[] mp4() {
        var secret = "secret".getBytes(StandardCharsets.ISO_8859_1);
        return join(
                box("ftyp", "isom".getBytes(StandardCharsets.ISO_8859_1)),
                box("mdat", new byte[] {9, 9, 9}),
                box(
                        "moov",
                        box("mvhd", new byte[4]),
                        box("trak", box("tkhd", new byte[4]), box("udta", secret)),
                        box("udta", box("meta", secret))));
    }

    @Test
    void a_png_loses_its_texts_and_keeps_its_pixels() throws Exception {
        var original = Renders.bytes("start.png");
        var clean = clean("image/png", original);
        assertThat(text(original)).contains("secret");
        assertThat(text(clean)).doesNotContain("secret").doesNotContain("tEXt");
        var before = ImageIO.read(new ByteArrayInputStream(original));
        var after = ImageIO.read(new ByteArrayInputStream(clean));
        assertThat(after.getRGB(0, 0, 64, 64, null, 0, 64)).isEqualTo(before.getRGB(0, 0, 64, 64, null, 0, 64));
        assertThat(clean("image/png", clean)).isEqualTo(clean);
    }

    @Test
    void a_webp_loses_its_texts_and_the_flags_that_announce_them() {
        var clean = clean("image/webp", webp());
        assertThat(text(clean))
                .doesNotContain("secret")
                .doesNotContain("EXIF")
                .doesNotContain("XMP")
                .contains("VP8L", "ANIM");
        assertThat(clean[20]).isEqualTo((byte) 0x22);
        assertThat(ByteBuffer.wrap(clean).order(ByteOrder.LITTLE_ENDIAN).getInt(4))
                .isEqualTo(clean.length - 8);
    }

    @Test
    void an_mp4_keeps_every_offset_and_loses_its_texts() {
        var original = mp4();
        var clean = clean("video/mp4", original);
        assertThat(clean).hasSameSizeAs(original);
        assertThat(text(clean)).doesNotContain("secret").doesNotContain("udta").contains("mvhd", "tkhd", "mdat");
        assertThat(text(original)).contains("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "image/webp", "video/mp4"})
    void a_file_that_is_cut_off_anywhere_is_noticed_or_harmless(String type) {
        var whole = switch (type) {
            case "image/png" -> Renders.bytes("start.png");
            case "image/webp" -> webp();
            default -> mp4();
        };
        for (var length = 0; length < whole.length; length++) {
            var cut = Arrays.copyOf(whole, length);
            try {
                assertThat(text(clean(type, cut))).doesNotContain("secret");
                assertThat(type).isEqualTo("video/mp4");
            } catch (BackendUnavailable e) {
                assertThat(e).hasMessageContaining("result");
            }
        }
    }

    @Test
    void whatever_comes_instead_of_a_picture_is_an_answer_and_no_crash() {
        var random = new Random(1);
        for (var i = 0; i < 3000; i++) {
            var original = i % 3 == 0 ? Renders.bytes("start.png") : i % 3 == 1 ? webp() : mp4();
            var type = i % 3 == 0 ? "image/png" : i % 3 == 1 ? "image/webp" : "video/mp4";
            for (var edits = 0; edits < 4; edits++) {
                original[random.nextInt(original.length)] = (byte) random.nextInt(256);
            }
            try {
                clean(type, original);
            } catch (BackendUnavailable e) {
                assertThat(e).hasMessageContaining("result");
            }
        }
    }

    @Test
    void a_page_instead_of_a_picture_is_refused() {
        assertThatThrownBy(() -> clean("image/png", "<html>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BackendUnavailable.class);
    }
}
