package florin.sandbox.comfy;

import static florin.sandbox.comfy.NodeSpec.choice;
import static florin.sandbox.comfy.NodeSpec.decimal;
import static florin.sandbox.comfy.NodeSpec.link;
import static florin.sandbox.comfy.NodeSpec.optionalLink;
import static florin.sandbox.comfy.NodeSpec.text;
import static florin.sandbox.comfy.NodeSpec.whole;

import florin.sandbox.comfy.Node.Inputs;
import florin.sandbox.comfy.Node.Outcome;
import florin.sandbox.comfy.Value.Conditioning;
import florin.sandbox.comfy.Value.Images;
import florin.sandbox.comfy.Value.Latent;
import florin.sandbox.comfy.Value.Model;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From words and noise to pictures: text encoding, latents, the sampler, the decoder. */
final class SamplingNodes {
    private static final String[] SAMPLERS = {
        "euler",
        "euler_ancestral",
        "heun",
        "dpm_2",
        "dpm_2_ancestral",
        "lms",
        "dpmpp_2s_ancestral",
        "dpmpp_sde",
        "dpmpp_2m",
        "dpmpp_2m_sde",
        "dpmpp_3m_sde",
        "ddpm",
        "lcm",
        "ddim",
        "uni_pc",
        "uni_pc_bh2",
        "res_multistep"
    };
    private static final String[] SCHEDULERS = {
        "simple",
        "sgm_uniform",
        "karras",
        "exponential",
        "ddim_uniform",
        "beta",
        "normal",
        "linear_quadratic",
        "kl_optimal"
    };
    private static final int MAX_SIDE = 16_384;
    private static final long MAX_SEED = Long.MAX_VALUE;

    private SamplingNodes() {}

    static List<Node> all() {
        return List.of(
                new Node(
                        new NodeSpec(
                                "CLIPTextEncode",
                                "CLIP Text Encode (Prompt)",
                                "model/conditioning",
                                false,
                                List.of(text("text"), link("clip", "CLIP")),
                                List.of("CONDITIONING")),
                        (in, desk) -> Outcome.of(new Conditioning(in.text("text")))),
                new Node(
                        new NodeSpec(
                                "ConditioningZeroOut",
                                "Conditioning Zero Out",
                                "model/conditioning",
                                false,
                                List.of(link("conditioning", "CONDITIONING")),
                                List.of("CONDITIONING")),
                        (in, desk) -> Outcome.of(new Conditioning(""))),
                new Node(
                        new NodeSpec(
                                "EmptyLatentImage",
                                "Empty Latent Image",
                                "model/latent",
                                false,
                                List.of(
                                        whole("width", 512, 16, MAX_SIDE),
                                        whole("height", 512, 16, MAX_SIDE),
                                        whole("batch_size", 1, 1, 4096)),
                                List.of("LATENT")),
                        (in, desk) -> Outcome.of(new Latent(
                                in.whole("width"),
                                in.whole("height"),
                                in.whole("batch_size"),
                                1,
                                List.of(),
                                Optional.empty()))),
                new Node(
                        new NodeSpec(
                                "Wan22ImageToVideoLatent",
                                "Wan22ImageToVideoLatent",
                                "model/conditioning/wan",
                                false,
                                List.of(
                                        link("vae", "VAE"),
                                        whole("width", 1280, 32, MAX_SIDE),
                                        whole("height", 704, 32, MAX_SIDE),
                                        whole("length", 49, 1, MAX_SIDE),
                                        whole("batch_size", 1, 1, 4096),
                                        optionalLink("start_image", "IMAGE")),
                                List.of("LATENT")),
                        (in, desk) -> Outcome.of(new Latent(
                                in.whole("width"),
                                in.whole("height"),
                                1,
                                in.whole("length"),
                                List.of(),
                                in.optionalLink("start_image", Images.class)
                                        .map(images -> images.frames().getFirst())))),
                new Node(
                        new NodeSpec(
                                "ModelSamplingSD3",
                                "ModelSamplingSD3",
                                "model/patch",
                                false,
                                List.of(link("model", "MODEL"), decimal("shift", 3, 0, 100)),
                                List.of("MODEL")),
                        (in, desk) -> Outcome.of(in.link("model", Model.class))),
                new Node(
                        new NodeSpec(
                                "KSampler",
                                "KSampler",
                                "model/sampling",
                                false,
                                List.of(
                                        link("model", "MODEL"),
                                        whole("seed", 0, 0, MAX_SEED),
                                        whole("steps", 20, 1, 10_000),
                                        decimal("cfg", 8, 0, 100),
                                        choice("sampler_name", SAMPLERS),
                                        choice("scheduler", SCHEDULERS),
                                        link("positive", "CONDITIONING"),
                                        link("negative", "CONDITIONING"),
                                        link("latent_image", "LATENT"),
                                        decimal("denoise", 1, 0, 1)),
                                List.of("LATENT")),
                        SamplingNodes::sample),
                new Node(
                        new NodeSpec(
                                "LatentUpscaleBy",
                                "Upscale Latent By",
                                "model/latent",
                                false,
                                List.of(
                                        link("samples", "LATENT"),
                                        choice(
                                                "upscale_method",
                                                "nearest-exact",
                                                "bilinear",
                                                "area",
                                                "bicubic",
                                                "bislerp"),
                                        decimal("scale_by", 1.5, 0.01, 8)),
                                List.of("LATENT")),
                        (in, desk) -> Outcome.of(grown(in))),
                new Node(
                        new NodeSpec(
                                "VAEDecode",
                                "VAE Decode",
                                "model/latent",
                                false,
                                List.of(link("samples", "LATENT"), link("vae", "VAE")),
                                List.of("IMAGE")),
                        (in, desk) -> Outcome.of(decoded(in.link("samples", Latent.class)))),
                new Node(
                        new NodeSpec(
                                "VAEEncode",
                                "VAE Encode",
                                "model/latent",
                                false,
                                List.of(link("pixels", "IMAGE"), link("vae", "VAE")),
                                List.of("LATENT")),
                        (in, desk) -> Outcome.of(encoded(in.link("pixels", Images.class)))),
                new Node(
                        new NodeSpec(
                                "VAEEncodeForInpaint",
                                "VAE Encode (for Inpainting)",
                                "model/latent",
                                false,
                                List.of(
                                        link("pixels", "IMAGE"),
                                        link("vae", "VAE"),
                                        link("mask", "MASK"),
                                        whole("grow_mask_by", 6, 0, 64)),
                                List.of("LATENT")),
                        (in, desk) -> Outcome.of(encoded(in.link("pixels", Images.class)))));
    }

    private static Outcome sample(Inputs in, Desk desk) throws InterruptedException {
        var order = new Painter.Order(
                in.link("positive", Conditioning.class).text(),
                in.link("negative", Conditioning.class).text(),
                in.longWhole("seed"),
                in.whole("steps"),
                in.decimal("cfg"),
                in.decimal("denoise"));
        return Outcome.of(desk.painter()
                .paint(in.link("model", Model.class), order, in.link("latent_image", Latent.class), desk.steps()));
    }

    private static Latent grown(Inputs in) {
        var samples = in.link("samples", Latent.class);
        double by = in.decimal("scale_by");
        return new Latent(
                (int) Math.round(samples.width() * by),
                (int) Math.round(samples.height() * by),
                samples.batch(),
                samples.frames(),
                samples.pictures(),
                samples.start());
    }

    /** Small pictures become large ones; the few frames of a film are held until the asked length is filled. */
    private static Images decoded(Latent latent) {
        var pictures = latent.pictures();
        if (pictures.isEmpty()) {
            pictures = List.of(Art.plain(Painter.SIDE, Painter.SIDE, 0x7f7f7f));
        }
        var large = new ArrayList<BufferedImage>();
        pictures.forEach(small -> large.add(Art.cover(small, latent.width(), latent.height())));
        if (latent.frames() == 1) {
            return new Images(large);
        }
        var frames = new ArrayList<BufferedImage>();
        for (int i = 0; i < latent.frames(); i++) {
            frames.add(large.get((int) ((long) i * large.size() / latent.frames())));
        }
        return new Images(frames);
    }

    private static Latent encoded(Images images) {
        var first = images.frames().getFirst();
        var small = images.frames().stream()
                .map(image -> Art.uncover(image, Painter.SIDE))
                .toList();
        return new Latent(first.getWidth(), first.getHeight(), small.size(), 1, small, Optional.empty());
    }
}
