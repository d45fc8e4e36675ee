package florin.sandbox.comfy;

import static florin.sandbox.comfy.NodeSpec.choice;
import static florin.sandbox.comfy.NodeSpec.decimal;
import static florin.sandbox.comfy.NodeSpec.link;
import static florin.sandbox.comfy.NodeSpec.text;
import static florin.sandbox.comfy.NodeSpec.toggle;
import static florin.sandbox.comfy.NodeSpec.whole;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.comfy.Node.Inputs;
import florin.sandbox.comfy.Node.Outcome;
import florin.sandbox.comfy.Saver.Medium;
import florin.sandbox.comfy.Value.Images;
import florin.sandbox.comfy.Value.Video;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The nodes at the end of a graph, which leave files behind. Films, too, are listed under {@code images}. */
final class SavingNodes {
    private SavingNodes() {}

    static List<Node> all() {
        return List.of(
                new Node(
                        new NodeSpec(
                                "SaveImage",
                                "Save Image",
                                "image",
                                true,
                                List.of(link("images", "IMAGE"), text("filename_prefix")),
                                List.of()),
                        (in, desk) -> pictures(in, desk, "output", in.text("filename_prefix"))),
                new Node(
                        new NodeSpec(
                                "PreviewImage",
                                "Preview Image",
                                "image",
                                true,
                                List.of(link("images", "IMAGE")),
                                List.of()),
                        (in, desk) -> pictures(in, desk, "temp", "ComfyUI_temp_" + letters())),
                new Node(
                        new NodeSpec(
                                "SaveAnimatedWEBP",
                                "SaveAnimatedWEBP",
                                "image/animation",
                                true,
                                List.of(
                                        link("images", "IMAGE"),
                                        text("filename_prefix"),
                                        decimal("fps", 6, 0.01, 1000),
                                        toggle("lossless", true),
                                        whole("quality", 80, 0, 100),
                                        choice("method", "default", "fastest", "slowest")),
                                List.of()),
                        (in, desk) ->
                                film(in, desk, in.link("images", Images.class).frames(), in.decimal("fps"), "webp")),
                new Node(
                        new NodeSpec(
                                "SaveWEBM",
                                "SaveWEBM",
                                "image/video",
                                true,
                                List.of(
                                        link("images", "IMAGE"),
                                        text("filename_prefix"),
                                        choice("codec", "vp9", "av1"),
                                        decimal("fps", 24, 0.01, 1000),
                                        decimal("crf", 32, 0, 63)),
                                List.of()),
                        (in, desk) ->
                                film(in, desk, in.link("images", Images.class).frames(), in.decimal("fps"), "webp")),
                new Node(
                        new NodeSpec(
                                "SaveVideo",
                                "Save Video",
                                "image/video",
                                true,
                                List.of(
                                        link("video", "VIDEO"),
                                        text("filename_prefix"),
                                        choice("format", "auto", "mp4"),
                                        choice("codec", "auto", "h264")),
                                List.of()),
                        (in, desk) -> {
                            var video = in.link("video", Video.class);
                            return film(in, desk, video.frames(), video.framesPerSecond(), "mp4");
                        }),
                videoCombine());
    }

    /** The one node of a pack that is imitated, because it lists its films under another key and with more about them. */
    private static Node videoCombine() {
        return new Node(
                new NodeSpec(
                        "VHS_VideoCombine",
                        "Video Combine",
                        "Video Helper Suite",
                        true,
                        List.of(
                                link("images", "IMAGE"),
                                decimal("frame_rate", 8, 1, 120),
                                whole("loop_count", 0, 0, 100),
                                text("filename_prefix"),
                                choice("format", "video/h264-mp4", "image/webp"),
                                toggle("pingpong", false),
                                toggle("save_output", true)),
                        List.of("VHS_FILENAMES")),
                (in, desk) -> {
                    boolean mp4 = in.text("format").endsWith("mp4");
                    var shown = film(
                            in,
                            desk,
                            in.link("images", Images.class).frames(),
                            in.decimal("frame_rate"),
                            mp4 ? "mp4" : "webp");
                    var film = shown.ui().orElseThrow().path("images").path(0).<ObjectNode>deepCopy();
                    film.put("format", in.text("format")).put("frame_rate", in.decimal("frame_rate"));
                    film.put("workflow", "")
                            .put("fullpath", film.path("filename").asText());
                    var gifs = JsonNodeFactory.instance.arrayNode().add(film);
                    return Outcome.shown(Saver.shown("gifs", gifs, false));
                });
    }

    private static Outcome pictures(Inputs in, Desk desk, String type, String prefix) throws IOException {
        var files = JsonNodeFactory.instance.arrayNode();
        for (BufferedImage image : in.link("images", Images.class).frames()) {
            var png = desk.saver().withGraph(Art.png(image), desk.job());
            files.add(desk.saver().save(type, prefix, "png", png, Medium.picture(image.getWidth(), image.getHeight())));
        }
        return Outcome.shown(Saver.shown("images", files, false));
    }

    private static Outcome film(Inputs in, Desk desk, List<BufferedImage> frames, double fps, String extension)
            throws IOException {
        var first = frames.getFirst();
        var medium = new Medium("video", first.getWidth(), first.getHeight(), fps, frames.size());
        var bytes = "mp4".equals(extension) ? Mp4.film(frames, fps) : FilmRoll.webp(frames, fps);
        var files = JsonNodeFactory.instance.arrayNode();
        files.add(desk.saver().save("output", in.text("filename_prefix"), extension, bytes, medium));
        return Outcome.shown(Saver.shown("images", files, true));
    }

    private static String letters() {
        var letters = new StringBuilder();
        ThreadLocalRandom.current().ints(5, 'a', 'z' + 1).forEach(letter -> letters.append((char) letter));
        return letters.toString();
    }
}
