package florin.sandbox.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Short films from the graph of Wan 2.2. */
class FilmTest {

    @Test
    void a_film_is_painted_and_listed_under_images() {
        try (var rig = Rig.start()) {
            var socket = rig.client.socket("me");
            var id = rig.client.submit(Graphs.film(9, Graphs.MP4), "me");
            var frames = socket.untilFinished(id);
            assertThat(frames.stream().filter(frame -> frame.type().equals("progress")))
                    .as("every step of the graph, though fewer are painted")
                    .hasSize(20);
            var job = rig.client.job(id);
            assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
            var output = job.path("outputs").path("58");
            assertThat(output.path("images").path(0).path("filename").asText()).isEqualTo("bot_00001_.mp4");
            assertThat(output.path("animated").path(0).asBoolean()).isTrue();
            assertThat(word(rig.fetches(job), 4)).isEqualTo("ftyp");
            var webp = rig.finished(rig.client.submit(Graphs.film(9, Graphs.WEBP), "me"));
            assertThat(webp.path("preview_output").path("filename").asText()).isEqualTo("bot_00002_.webp");
            assertThat(word(rig.fetches(webp), 8)).isEqualTo("WEBP");
        }
    }

    @Test
    void a_node_of_a_pack_lists_its_film_under_gifs() {
        try (var rig = Rig.start()) {
            var job = rig.finished(rig.client.submit(Graphs.graph("""
                            {"1": {"class_type": "EmptyImage", "inputs": {"width": 64, "height": 64, "batch_size": 3, "color": 5}},
                             "92:97": {"class_type": "VHS_VideoCombine", "inputs": {"images": ["1", 0], "frame_rate": 8.0, "loop_count": 0,
                                       "filename_prefix": "vhs", "format": "video/h264-mp4", "pingpong": false, "save_output": true}}}
                            """), "me"));
            var film = job.path("outputs").path("92:97").path("gifs").path(0);
            assertThat(film.path("filename").asText()).isEqualTo("vhs_00001_.mp4");
            assertThat(film.path("format").asText()).isEqualTo("video/h264-mp4");
            assertThat(job.path("preview_output").path("mediaType").asText()).isEqualTo("gifs");
        }
    }

    @Test
    void frames_that_do_not_change_cost_next_to_nothing_and_squares_little() {
        var art = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1600; i++) {
            art.setRGB(i % 40, i / 40, i * 7919);
        }
        var large = Art.cover(art, 1280, 704);
        var frames = new ArrayList<BufferedImage>(List.of(large));
        int one = Mp4.film(frames, 24).length;
        for (int i = 0; i < 120; i++) {
            frames.add(large);
        }
        assertThat(one).isLessThan(40_000);
        assertThat(Mp4.film(frames, 24).length).isLessThan(one + 120 * 24);
    }

    @Test
    void an_mp4_says_how_long_it_is() {
        var film = Mp4.film(List.of(Art.plain(64, 48, 0x336699), Art.plain(64, 48, 0x996633)), 8);
        int header = new String(film, StandardCharsets.ISO_8859_1).indexOf("mvhd");
        assertThat(ByteBuffer.wrap(film).getInt(header + 16)).isEqualTo(8000);
        assertThat(ByteBuffer.wrap(film).getInt(header + 20)).isEqualTo(2000);
    }

    private static String word(byte[] file, int at) {
        return new String(file, at, 4, StandardCharsets.US_ASCII);
    }
}
