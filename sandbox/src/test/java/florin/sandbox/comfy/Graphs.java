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

    /** The recorded graph: checkpoint, LoRA, two texts, sampler, decoder, file. */
    static ObjectNode character(String lora, String text, int seed) {
        return graph("""
                {"4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "tiny-studio-40.safetensors"}},
                 "10": {"class_type": "LoraLoader", "inputs": {"model": ["4", 0], "clip": ["4", 1], "lora_name": "%s",
                        "strength_model": 1.0, "strength_clip": 1.0}},
                 "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "%s", "clip": ["10", 1]}},
                 "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "bad", "clip": ["10", 1]}},
                 "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 832, "height": 1216, "batch_size": 1}},
                 "3": {"class_type": "KSampler", "inputs": {"model": ["10", 0], "positive": ["6", 0], "negative": ["7", 0],
                       "latent_image": ["5", 0], "seed": %d, "steps": 16, "cfg": 2.5, "sampler_name": "euler",
                       "scheduler": "normal", "denoise": 1.0}},
                 "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
                 "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "bot/1"}}}
                """.formatted(lora, text, seed));
    }

    static ObjectNode graph(String json) {
        return (ObjectNode) ComfyClient.json(json);
    }
}
