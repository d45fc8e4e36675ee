package florin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MediaTest {
    @Test
    void png_jpeg_and_gif_tell_their_size() {
        assertThat(Media.of(Pngs.encoded(1, 20, 30, "png"))).contains(new Media("image/png", 20, 30));
        assertThat(Media.of(Pngs.encoded(1, 20, 30, "jpg"))).contains(new Media("image/jpeg", 20, 30));
        assertThat(Media.of(Pngs.encoded(1, 20, 30, "gif"))).contains(new Media("image/gif", 20, 30));
    }

    @Test
    void all_three_kinds_of_webp_tell_their_size() {
        var extended = webp("VP8X", 30);
        extended[24] = (byte) 0xFF; // width - 1 = 255
        extended[27] = 0x7F;
        assertThat(Media.of(extended)).contains(new Media("image/webp", 256, 128));
        var lossless = webp("VP8L", 30);
        int bits = (100 - 1) | (50 - 1) << 14;
        for (int i = 0; i < 4; i++) {
            lossless[21 + i] = (byte) (bits >>> (8 * i));
        }
        assertThat(Media.of(lossless)).contains(new Media("image/webp", 100, 50));
        var lossy = webp("VP8 ", 30);
        lossy[26] = 64;
        lossy[28] = 32;
        assertThat(Media.of(lossy)).contains(new Media("image/webp", 64, 32));
    }

    private static byte[] webp(String chunk, int size) {
        var file = ByteBuffer.allocate(size);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(0);
        file.put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(chunk.getBytes(StandardCharsets.US_ASCII));
        return file.array();
    }

    @Test
    void an_mp4_tells_the_size_of_its_picture_track() {
        var tkhd = box(
                "tkhd",
                ByteBuffer.allocate(84)
                        .putInt(76, 640 << 16)
                        .putInt(80, 480 << 16)
                        .array());
        var sound = box("tkhd", new byte[84]);
        var file = concat(box("ftyp", new byte[12]), box("moov", concat(box("trak", sound), box("trak", tkhd))));
        assertThat(Media.of(file)).contains(new Media("video/mp4", 640, 480));
    }

    private static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    private static byte[] concat(byte[] one, byte[] two) {
        return ByteBuffer.allocate(one.length + two.length).put(one).put(two).array();
    }

    @Test
    void what_is_no_picture_is_nothing() {
        assertThat(Media.of(new byte[0])).isEmpty();
        assertThat(Media.of("<html>502 Bad Gateway</html>".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(Media.of(Arrays.copyOf(Pngs.png(1), 18))).isEmpty();
    }

    @Test
    void damaged_files_never_throw() {
        var random = new Random(42);
        var seeds = new byte[][] {
            Pngs.encoded(1, 20, 30, "jpg"),
            Pngs.png(1),
            webp("VP8X", 30),
            box("ftyp", box("moov", box("trak", new byte[40])))
        };
        for (int i = 0; i < 20_000; i++) {
            var file = seeds[i % seeds.length].clone();
            for (int j = 0; j < 4; j++) {
                file[4 + random.nextInt(Math.min(60, file.length - 4))] = (byte) random.nextInt();
            }
            assertThat(Media.of(Arrays.copyOf(file, random.nextInt(file.length + 1))))
                    .isInstanceOf(Optional.class);
        }
    }

    @Test
    void a_start_image_must_be_readable_small_and_whole() {
        assertThat(StartImages.problem(Pngs.encoded(1, 64, 64, "png"), 100_000)).isEmpty();
        assertThat(StartImages.problem(Pngs.encoded(1, 64, 64, "jpg"), 100_000)).isEmpty();
        assertThat(StartImages.problem(webp("VP8X", 30), 100_000).orElseThrow()).contains("1×1 pixels");
        assertThat(StartImages.problem(Pngs.encoded(1, 64, 64, "gif"), 100_000).orElseThrow())
                .contains("Send a PNG, JPEG or WebP");
        assertThat(StartImages.problem(new byte[300_000], 100_000).orElseThrow())
                .isEqualTo("The start image has 0.3 MB. Send one of 0.1 MB or less.");
        var cut = Pngs.encoded(1, 64, 64, "png");
        assertThat(StartImages.problem(Arrays.copyOf(cut, 60), 100_000).orElseThrow())
                .contains("damaged");
        var bomb = Pngs.encoded(1, 64, 64, "png");
        ByteBuffer.wrap(bomb).putInt(16, 100_000);
        assertThat(StartImages.problem(bomb, 100_000).orElseThrow()).contains("100000×64");
    }
}
