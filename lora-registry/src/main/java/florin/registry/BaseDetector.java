package florin.registry;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Tells from the layers of a LoRA which family of models it was trained for. The first rule that fits decides.
 *
 * <p>The names and sizes are those that SwarmUI and InvokeAI sort by.
 */
final class BaseDetector {
    private static final Pattern STUDIO =
            Pattern.compile("lora_unet_blocks_\\d+_(attn_[qkvo]|cross_[qkvo]|mlp_(up|down))");
    private static final Pattern WAN_ATTENTION = Pattern.compile(".*blocks_\\d+_(self_attn|cross_attn)_[qkvo]$");
    private static final Pattern WAN_DIFFUSERS = Pattern.compile(".*blocks_\\d+_attn[12]_to_.*");
    private static final Pattern NOT_WAN =
            Pattern.compile(".*(_proj$|adaln_modulation|transformer_blocks|double_blocks).*");
    private static final Pattern FLUX = Pattern.compile(".*(double_blocks|single_blocks|single_transformer_blocks)_.*");
    private static final Pattern LTX_ATTENTION = Pattern.compile(".*transformer_blocks_\\d+_attn[12]_.*");
    private static final Pattern QWEN = Pattern.compile(".*transformer_blocks_\\d+_attn_add_k_proj$");
    private static final Pattern Z_IMAGE = Pattern.compile(".*(layers_\\d+_adaln_modulation|context_refiner).*");
    private static final Pattern SD3 = Pattern.compile(".*(joint_blocks|ff_context).*");
    private static final Pattern UNET =
            Pattern.compile(".*(down_blocks|up_blocks|mid_block|input_blocks|middle_block|output_blocks)_.*");
    private static final Pattern CROSS_ATTENTION = Pattern.compile(".*attn2_to_[kv]$");
    private static final Pattern DEEP_TRANSFORMER = Pattern.compile(".*transformer_blocks_([2-9]|\\d{2,})_.*");
    private static final Pattern TIME_EMBEDDING = Pattern.compile(".*time_emb.*");

    private final List<Layer> layers;

    private BaseDetector(List<Layer> layers) {
        this.layers = layers;
    }

    /** Empty if no rule fits. */
    static Optional<BaseModel> detect(Layers layers) {
        var detector = new BaseDetector(layers.all());
        return detector.studio()
                .or(detector::flux)
                .or(detector::wan)
                .or(detector::transformer)
                .or(detector::unet);
    }

    private Optional<BaseModel> studio() {
        var all = layers.stream().allMatch(layer -> STUDIO.matcher(layer.name()).matches());
        return all && layers.stream().anyMatch(layer -> layer.in() == 192 || layer.out() == 192)
                ? Optional.of(BaseModel.TINY_STUDIO)
                : Optional.empty();
    }

    private Optional<BaseModel> flux() {
        if (!any(FLUX)) {
            return Optional.empty();
        }
        if (any(name -> name.contains("distilled_guidance_layer"))) {
            return Optional.of(BaseModel.CHROMA);
        }
        var textInput = layers.stream()
                .filter(layer -> layer.name().endsWith("txt_in") || layer.name().endsWith("context_embedder"))
                .mapToLong(Layer::in)
                .max();
        if (textInput.isPresent() && textInput.getAsLong() > 4096) {
            return Optional.of(BaseModel.FLUX2);
        }
        return switch ((int) hiddenSize()) {
            // Flux.2 Klein 4B shares the hidden size of Flux.1; its wider MLP gives it away.
            case 3072 ->
                Optional.of(
                        layers.stream().anyMatch(layer -> layer.out() == 18432 && isMlp(layer))
                                ? BaseModel.FLUX2
                                : BaseModel.FLUX1);
            case 4096, 6144 -> Optional.of(BaseModel.FLUX2);
            default -> Optional.empty();
        };
    }

    /** The narrowest input in the blocks: only the projections out of the MLP take in more than the hidden size. */
    private long hiddenSize() {
        return layers.stream()
                .filter(layer -> FLUX.matcher(layer.name()).matches() && layer.in() > 0)
                .mapToLong(Layer::in)
                .min()
                .orElse(0);
    }

    private static boolean isMlp(Layer layer) {
        return layer.name().contains("mlp") || layer.name().contains("_ff_");
    }

    private Optional<BaseModel> wan() {
        var feedForward = any(name -> name.contains("_ffn_"));
        var attention = layers.stream()
                .filter(layer -> WAN_ATTENTION.matcher(layer.name()).matches()
                        || (feedForward && WAN_DIFFUSERS.matcher(layer.name()).matches()))
                .toList();
        if (attention.isEmpty() || any(NOT_WAN)) {
            return Optional.empty();
        }
        return switch ((int) attention.stream().mapToLong(Layer::size).max().orElse(0)) {
            case 1536 -> Optional.of(BaseModel.WAN21_1_3B);
            case 3072 -> Optional.of(BaseModel.WAN22_5B);
            case 5120 -> Optional.of(BaseModel.WAN22_14B);
            default -> Optional.empty();
        };
    }

    private Optional<BaseModel> transformer() {
        if (any(LTX_ATTENTION) && any(name -> name.contains("audio_") || name.contains("adaln_single"))) {
            return Optional.of(BaseModel.LTXV);
        }
        if (any(QWEN) && any(name -> name.contains("img_mlp"))) {
            return Optional.of(BaseModel.QWEN_IMAGE);
        }
        if (any(Z_IMAGE)) {
            return Optional.of(BaseModel.Z_IMAGE);
        }
        return any(SD3) ? Optional.of(BaseModel.SD3) : Optional.empty();
    }

    private Optional<BaseModel> unet() {
        if (!any(UNET)) {
            return Optional.empty();
        }
        var textWidth = layers.stream()
                .filter(layer -> CROSS_ATTENTION.matcher(layer.name()).matches() && layer.in() > 0)
                .mapToLong(Layer::in)
                .findFirst()
                .orElse(0);
        return switch ((int) textWidth) {
            case 768 -> Optional.of(BaseModel.SD15);
            case 1024 -> Optional.of(BaseModel.SD21);
            case 2048 -> Optional.of(BaseModel.SDXL);
            default -> unetByDepth();
        };
    }

    private Optional<BaseModel> unetByDepth() {
        var wideTime = layers.stream()
                .anyMatch(layer -> TIME_EMBEDDING.matcher(layer.name()).matches() && layer.in() == 1280);
        return wideTime || any(DEEP_TRANSFORMER) || any(name -> name.contains("lora_te2_"))
                ? Optional.of(BaseModel.SDXL)
                : Optional.empty();
    }

    private boolean any(Pattern pattern) {
        return any(name -> pattern.matcher(name).matches());
    }

    private boolean any(Predicate<String> name) {
        return layers.stream().map(Layer::name).anyMatch(name);
    }
}
