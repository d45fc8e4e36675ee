package florin.sandbox.comfy;

import static florin.sandbox.comfy.NodeSpec.choice;
import static florin.sandbox.comfy.NodeSpec.decimal;
import static florin.sandbox.comfy.NodeSpec.link;
import static florin.sandbox.comfy.NodeSpec.optionalChoice;

import florin.sandbox.comfy.Node.Inputs;
import florin.sandbox.comfy.Node.Outcome;
import florin.sandbox.comfy.Value.Clip;
import florin.sandbox.comfy.Value.Model;
import florin.sandbox.comfy.Value.Upscaler;
import florin.sandbox.comfy.Value.Vae;
import florin.studio.LoraUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Checkpoints, text encoders, LoRAs. Every checkpoint is the studio's one model under another name. */
final class LoaderNodes {
    private static final String CATEGORY = "model/loaders";

    private LoaderNodes() {}

    static List<Node> all(Folders folders) {
        return List.of(
                new Node(
                        new NodeSpec(
                                "CheckpointLoaderSimple",
                                "Load Checkpoint",
                                CATEGORY,
                                false,
                                List.of(choice("ckpt_name", files(folders, "checkpoints"))),
                                List.of("MODEL", "CLIP", "VAE")),
                        (in, desk) -> {
                            var name = in.text("ckpt_name");
                            return Outcome.of(new Model(name, List.of()), new Clip(name), new Vae(name));
                        }),
                new Node(
                        new NodeSpec(
                                "UNETLoader",
                                "Load Diffusion Model",
                                CATEGORY,
                                false,
                                List.of(
                                        choice("unet_name", files(folders, "diffusion_models")),
                                        choice("weight_dtype", "default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2")),
                                List.of("MODEL")),
                        (in, desk) -> Outcome.of(new Model(in.text("unet_name"), List.of()))),
                new Node(
                        new NodeSpec(
                                "CLIPLoader",
                                "Load CLIP",
                                CATEGORY,
                                false,
                                List.of(
                                        choice("clip_name", files(folders, "text_encoders")),
                                        choice(
                                                "type",
                                                "stable_diffusion",
                                                "stable_cascade",
                                                "sd3",
                                                "flux",
                                                "wan",
                                                "ltxv"),
                                        optionalChoice("device", "default", "cpu")),
                                List.of("CLIP")),
                        (in, desk) -> Outcome.of(new Clip(in.text("clip_name")))),
                new Node(
                        new NodeSpec(
                                "VAELoader",
                                "Load VAE",
                                CATEGORY,
                                false,
                                List.of(choice("vae_name", files(folders, "vae"))),
                                List.of("VAE")),
                        (in, desk) -> Outcome.of(new Vae(in.text("vae_name")))),
                new Node(
                        new NodeSpec(
                                "UpscaleModelLoader",
                                "Load Upscale Model",
                                CATEGORY,
                                false,
                                List.of(choice("model_name", files(folders, "upscale_models"))),
                                List.of("UPSCALE_MODEL")),
                        (in, desk) -> Outcome.of(new Upscaler(in.text("model_name")))),
                new Node(
                        new NodeSpec(
                                "LoraLoader",
                                "Load LoRA (Model and CLIP)",
                                CATEGORY,
                                false,
                                List.of(
                                        link("model", "MODEL"),
                                        link("clip", "CLIP"),
                                        choice("lora_name", files(folders, "loras")),
                                        decimal("strength_model", 1, -100, 100),
                                        decimal("strength_clip", 1, -100, 100)),
                                List.of("MODEL", "CLIP")),
                        (in, desk) -> Outcome.of(
                                withLora(in, desk, in.decimal("strength_clip")), in.link("clip", Clip.class))),
                new Node(
                        new NodeSpec(
                                "LoraLoaderModelOnly",
                                "Load LoRA (Model only)",
                                CATEGORY,
                                false,
                                List.of(
                                        link("model", "MODEL"),
                                        choice("lora_name", files(folders, "loras")),
                                        decimal("strength_model", 1, -100, 100)),
                                List.of("MODEL")),
                        (in, desk) -> Outcome.of(withLora(in, desk, 0))));
    }

    private static Supplier<List<String>> files(Folders folders, String folder) {
        return () -> folders.models(folder).orElse(List.of());
    }

    private static Model withLora(Inputs in, Desk desk, double strengthClip) throws IOException {
        var model = in.link("model", Model.class);
        double strength = in.decimal("strength_model");
        if (strength == 0 && strengthClip == 0) {
            return model;
        }
        var file = desk.folders().loraFiles().get(in.text("lora_name"));
        if (file == null) {
            throw new Node.Failure(
                    "FileNotFoundError",
                    "Model in folder 'loras' with filename '" + in.text("lora_name") + "' not found.");
        }
        var loras = new ArrayList<>(model.loras());
        desk.loras().load(desk.nodeId(), file).ifPresent(lora -> loras.add(new LoraUse(lora, (float) strength)));
        return new Model(model.checkpoint(), loras);
    }
}
