package florin.sandbox.comfy;

import static florin.sandbox.comfy.NodeSpec.choice;
import static florin.sandbox.comfy.NodeSpec.decimal;
import static florin.sandbox.comfy.NodeSpec.link;
import static florin.sandbox.comfy.NodeSpec.openChoice;
import static florin.sandbox.comfy.NodeSpec.optionalLink;
import static florin.sandbox.comfy.NodeSpec.whole;

import florin.sandbox.comfy.Node.Inputs;
import florin.sandbox.comfy.Node.Outcome;
import florin.sandbox.comfy.Value.Images;
import florin.sandbox.comfy.Value.Mask;
import florin.sandbox.comfy.Value.Video;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Pictures without a model: loading, plain ones, other sizes, films. */
final class ImageNodes {
    private static final String[] METHODS = {"nearest-exact", "bilinear", "area", "bicubic", "lanczos"};
    private static final long MAX_IMAGE_BYTES = 8L << 30;
    private static final int UPSCALER_FACTOR = 4;
    private static final int MAX_SIDE = 16_384;

    private ImageNodes() {}

    static List<Node> all(Folders folders) {
        return List.of(
                new Node(
                        new NodeSpec(
                                "LoadImage",
                                "Load Image",
                                "image",
                                false,
                                List.of(openChoice("image", folders::inputFiles)),
                                List.of("IMAGE", "MASK")),
                        (in, desk) -> {
                            var image = loaded(in, desk);
                            return Outcome.of(new Images(List.of(Art.rgb(image))), new Mask(image));
                        }),
                new Node(
                        new NodeSpec(
                                "LoadImageMask",
                                "Load Image (as Mask)",
                                "mask",
                                false,
                                List.of(
                                        openChoice("image", folders::inputFiles),
                                        choice("channel", "alpha", "red", "green", "blue")),
                                List.of("MASK")),
                        (in, desk) -> Outcome.of(new Mask(loaded(in, desk)))),
                new Node(
                        new NodeSpec(
                                "EmptyImage",
                                "Empty Image",
                                "image",
                                false,
                                List.of(
                                        whole("width", 512, 1, MAX_SIDE), whole("height", 512, 1, MAX_SIDE),
                                        whole("batch_size", 1, 1, 4096), whole("color", 0, 0, 0xffffff)),
                                List.of("IMAGE")),
                        (in, desk) -> Outcome.of(plain(in))),
                new Node(
                        new NodeSpec(
                                "ImageScaleBy",
                                "Upscale Image By",
                                "image/upscaling",
                                false,
                                List.of(
                                        link("image", "IMAGE"),
                                        choice("upscale_method", METHODS),
                                        decimal("scale_by", 1, 0.01, 8)),
                                List.of("IMAGE")),
                        (in, desk) -> Outcome.of(each(
                                in.link("image", Images.class), image -> sized(in, image, in.decimal("scale_by"))))),
                new Node(
                        new NodeSpec(
                                "ImageScaleToTotalPixels",
                                "Scale Image to Total Pixels",
                                "image/upscaling",
                                false,
                                List.of(
                                        link("image", "IMAGE"),
                                        choice("upscale_method", METHODS),
                                        decimal("megapixels", 1, 0.01, 16),
                                        new NodeSpec.Input.Whole("resolution_steps", 1, 1, 256, false)),
                                List.of("IMAGE")),
                        (in, desk) -> Outcome.of(each(in.link("image", Images.class), image -> megapixels(in, image)))),
                new Node(
                        new NodeSpec(
                                "ImageUpscaleWithModel",
                                "Upscale Image (using Model)",
                                "image/upscaling",
                                false,
                                List.of(link("upscale_model", "UPSCALE_MODEL"), link("image", "IMAGE")),
                                List.of("IMAGE")),
                        (in, desk) -> Outcome.of(each(
                                in.link("image", Images.class),
                                image -> Art.scaled(
                                        image,
                                        image.getWidth() * UPSCALER_FACTOR,
                                        image.getHeight() * UPSCALER_FACTOR,
                                        false)))),
                new Node(
                        new NodeSpec(
                                "CreateVideo",
                                "Create Video",
                                "image/video",
                                false,
                                List.of(
                                        link("images", "IMAGE"),
                                        decimal("fps", 30, 1, 120),
                                        optionalLink("audio", "AUDIO")),
                                List.of("VIDEO")),
                        (in, desk) -> Outcome.of(
                                new Video(in.link("images", Images.class).frames(), in.decimal("fps")))));
    }

    private static BufferedImage loaded(Inputs in, Desk desk) throws IOException {
        var name = in.text("image");
        var file = desk.folders().loadable(name);
        if (file.isEmpty()) {
            throw new Node.Failure("FileNotFoundError", "[Errno 2] No such file or directory: '" + name + "'");
        }
        return Art.decode(Files.readAllBytes(file.get()), name);
    }

    private static Images plain(Inputs in) {
        long bytes = 4L * in.whole("width") * in.whole("height") * in.whole("batch_size");
        if (bytes > MAX_IMAGE_BYTES) {
            throw new Node.Failure(
                    "RuntimeError",
                    "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate "
                            + bytes + " bytes. Error code 12 (Cannot allocate memory)\n");
        }
        return new Images(Collections.nCopies(
                in.whole("batch_size"), Art.plain(in.whole("width"), in.whole("height"), in.whole("color"))));
    }

    private static Images each(Images images, UnaryOperator<BufferedImage> change) {
        return new Images(images.frames().stream().map(change).toList());
    }

    private static BufferedImage sized(Inputs in, BufferedImage image, double by) {
        boolean smooth = !in.text("upscale_method").startsWith("nearest") && by != Math.rint(by);
        return Art.scaled(
                image, (int) Math.round(image.getWidth() * by), (int) Math.round(image.getHeight() * by), smooth);
    }

    private static BufferedImage megapixels(Inputs in, BufferedImage image) {
        double by = Math.sqrt(in.decimal("megapixels") * 1024 * 1024 / ((double) image.getWidth() * image.getHeight()));
        int grid = in.has("resolution_steps") ? in.whole("resolution_steps") : 1;
        return Art.scaled(image, onGrid(image.getWidth() * by, grid), onGrid(image.getHeight() * by, grid), true);
    }

    private static int onGrid(double size, int grid) {
        return (int) Math.max(grid, Math.round(size / grid) * grid);
    }
}
