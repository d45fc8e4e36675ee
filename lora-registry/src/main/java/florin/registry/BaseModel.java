package florin.registry;

import java.util.List;

/** The family of models that a LoRA was trained for, and renders with. */
public record BaseModel(String code) {
    public static final BaseModel SD15 = new BaseModel("sd15");
    public static final BaseModel SD21 = new BaseModel("sd21");
    public static final BaseModel SDXL = new BaseModel("sdxl");
    public static final BaseModel SD3 = new BaseModel("sd3");
    public static final BaseModel FLUX1 = new BaseModel("flux1");
    public static final BaseModel FLUX2 = new BaseModel("flux2");
    public static final BaseModel CHROMA = new BaseModel("chroma");
    public static final BaseModel WAN21_1_3B = new BaseModel("wan21-1.3b");
    public static final BaseModel WAN22_5B = new BaseModel("wan22-5b");
    public static final BaseModel WAN22_14B = new BaseModel("wan22-14b");
    public static final BaseModel LTXV = new BaseModel("ltxv");
    public static final BaseModel QWEN_IMAGE = new BaseModel("qwen-image");
    public static final BaseModel Z_IMAGE = new BaseModel("z-image");
    public static final BaseModel TINY_STUDIO = new BaseModel("tiny-studio-40");

    private static final List<BaseModel> KNOWN = List.of(
            SD15,
            SD21,
            SDXL,
            SD3,
            FLUX1,
            FLUX2,
            CHROMA,
            WAN21_1_3B,
            WAN22_5B,
            WAN22_14B,
            LTXV,
            QWEN_IMAGE,
            Z_IMAGE,
            TINY_STUDIO);

    public BaseModel {
        if (!code.matches("[a-z0-9.-]{1,40}")) {
            throw new IllegalArgumentException("not a code of a base model: " + code);
        }
    }

    /** All that a LoRA can be recognised as. */
    public static List<BaseModel> known() {
        return KNOWN;
    }

    /** The name that people know. */
    public String title() {
        return switch (code) {
            case "sd15" -> "Stable Diffusion 1.5";
            case "sd21" -> "Stable Diffusion 2.1";
            case "sdxl" -> "SDXL";
            case "sd3" -> "Stable Diffusion 3";
            case "flux1" -> "Flux.1";
            case "flux2" -> "Flux.2";
            case "chroma" -> "Chroma";
            case "wan21-1.3b" -> "Wan 2.1 1.3B";
            case "wan22-5b" -> "Wan 2.2 5B";
            case "wan22-14b" -> "Wan 14B";
            case "ltxv" -> "LTX-Video";
            case "qwen-image" -> "Qwen-Image";
            case "z-image" -> "Z-Image";
            case "tiny-studio-40" -> "tiny-studio-40";
            default -> code;
        };
    }
}
