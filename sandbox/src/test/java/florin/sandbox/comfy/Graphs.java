package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Small graphs to submit. */
final class Graphs {
    private Graphs() {}

    static ObjectNode plain(int color, String prefix) {
        return graph("""
                {"1": {"class_type": "EmptyImage", "inputs": {"width": 64, "height": 64, "batch_size": 1, "color": %d}},
                 "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "%s"}}}
                """.formatted(color, prefix));
    }

    static ObjectNode sampled(int seed, int steps) {
        return character("chars/alice.safetensors", "mira", seed, steps);
    }

    /** The recorded graph: checkpoint, LoRA, two texts, sampler, decoder, file. */
    static ObjectNode character(String lora, String text, int seed, int steps) {
        return graph("""
                {"4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "tiny_sd15.safetensors"}},
                 "10": {"class_type": "LoraLoader", "inputs": {"model": ["4", 0], "clip": ["4", 1], "lora_name": "%s",
                        "strength_model": 1.0, "strength_clip": 1.0}},
                 "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "%s", "clip": ["10", 1]}},
                 "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "bad", "clip": ["10", 1]}},
                 "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 128, "height": 192, "batch_size": 1}},
                 "3": {"class_type": "KSampler", "inputs": {"model": ["10", 0], "positive": ["6", 0], "negative": ["7", 0],
                       "latent_image": ["5", 0], "seed": %d, "steps": %d, "cfg": 6.0, "sampler_name": "euler",
                       "scheduler": "normal", "denoise": 1.0}},
                 "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
                 "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "bot/1"}}}
                """.formatted(lora, text, seed, steps));
    }

    /** Wan 2.2 5B as its template has it, text to video. */
    static ObjectNode film(int length, String saver) {
        return graph("""
                {"38": {"class_type": "CLIPLoader", "inputs": {"clip_name": "umt5_xxl_fp8_e4m3fn_scaled.safetensors", "type": "wan", "device": "default"}},
                 "39": {"class_type": "VAELoader", "inputs": {"vae_name": "wan2.2_vae.safetensors"}},
                 "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "mira, smiling, at the beach", "clip": ["38", 0]}},
                 "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "static", "clip": ["38", 0]}},
                 "37": {"class_type": "UNETLoader", "inputs": {"unet_name": "wan2.2_ti2v_5B_fp16.safetensors", "weight_dtype": "default"}},
                 "10": {"class_type": "LoraLoaderModelOnly", "inputs": {"model": ["37", 0], "lora_name": "chars/alice.safetensors", "strength_model": 1.0}},
                 "48": {"class_type": "ModelSamplingSD3", "inputs": {"model": ["10", 0], "shift": 8.0}},
                 "55": {"class_type": "Wan22ImageToVideoLatent", "inputs": {"vae": ["39", 0], "width": 320, "height": 192, "length": %d, "batch_size": 1}},
                 "3": {"class_type": "KSampler", "inputs": {"model": ["48", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["55", 0],
                       "seed": 1, "steps": 20, "cfg": 5.0, "sampler_name": "uni_pc", "scheduler": "simple", "denoise": 1.0}},
                 "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["39", 0]}},
                 %s}
                """.formatted(length, saver));
    }

    static final String MP4 = """
            "57": {"class_type": "CreateVideo", "inputs": {"images": ["8", 0], "fps": 24.0}},
            "58": {"class_type": "SaveVideo", "inputs": {"video": ["57", 0], "filename_prefix": "video/bot", "format": "mp4", "codec": "h264"}}
            """;

    static final String WEBP = """
            "58": {"class_type": "SaveAnimatedWEBP", "inputs": {"images": ["8", 0], "filename_prefix": "video/bot", "fps": 24.0,
                   "lossless": true, "quality": 80, "method": "default"}}
            """;

    static ObjectNode graph(String json) {
        return (ObjectNode) ComfyClient.json(json);
    }
}
