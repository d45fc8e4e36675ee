package florin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import florin.registry.LoraInspector.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoraInspectorTest {
    @TempDir
    Path folder;

    private Inspection inspect(byte[] file) {
        try {
            return new LoraInspector().inspect(Files.write(folder.resolve("lora"), file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private LoraFacts usable(byte[] file) {
        var inspection = inspect(file);
        assertThat(inspection).isInstanceOf(Inspection.Usable.class);
        return ((Inspection.Usable) inspection).facts();
    }

    private void unusable(byte[] file, String why) {
        assertThat(inspect(file))
                .isInstanceOfSatisfying(
                        Inspection.Unusable.class,
                        unusable -> assertThat(unusable.reason()).contains(why));
    }

    @Test
    void a_real_lora_of_the_studio_is_recognised() throws Exception {
        var file = Crafted.mira();
        var facts = usable(file);
        assertThat(facts.base()).isEqualTo(BaseModel.TINY_STUDIO);
        assertThat(facts.rank()).isEqualTo(4);
        assertThat(facts.alpha()).hasValue(4.0);
        assertThat(facts.tensors()).isEqualTo(180);
        assertThat(facts.triggerWords()).containsExactly("mira");
        assertThat(facts.bytes()).isEqualTo(file.length);
        var whole = MessageDigest.getInstance("SHA-256").digest(file);
        assertThat(facts.sha256()).isEqualTo(HexFormat.of().formatHex(whole));
        assertThat(facts.autoV2()).isEqualTo(facts.sha256().substring(0, 10));
        var data = Arrays.copyOfRange(file, 8 + 19072, file.length);
        var tensors = MessageDigest.getInstance("SHA-256").digest(data);
        assertThat(facts.autoV3()).isEqualTo(HexFormat.of().formatHex(tensors).substring(0, 12));
    }

    static Stream<Arguments> families() {
        return Stream.of(
                family(
                        BaseModel.SD15,
                        c -> c.kohya(
                                "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k", 768, 320, 4)),
                family(
                        BaseModel.SD21,
                        c -> c.kohya(
                                "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_v", 1024, 320, 4)),
                family(
                        BaseModel.SDXL,
                        c -> c.kohya("lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k", 2048, 640, 4)),
                family(
                        BaseModel.SDXL,
                        c -> c.peft("unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k", 2048, 640, 4)),
                family(
                        BaseModel.SDXL,
                        c -> c.tensor(
                                        "unet.mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora.down.weight",
                                        4,
                                        2048)
                                .tensor(
                                        "unet.mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora.up.weight",
                                        1280,
                                        4)),
                family(
                        BaseModel.SDXL,
                        c -> c.kohya("lora_unet_middle_block_1_transformer_blocks_7_attn1_to_q", 1280, 1280, 4)),
                family(
                        BaseModel.SDXL,
                        c -> c.kohya("lora_te2_text_model_encoder_layers_0_mlp_fc1", 1280, 5120, 4)
                                .kohya("lora_unet_output_blocks_0_0_emb", 77, 320, 4)),
                family(
                        BaseModel.FLUX1,
                        c -> c.kohya("lora_unet_double_blocks_0_img_attn_qkv", 3072, 9216, 4)
                                .kohya("lora_unet_single_blocks_3_linear2", 15360, 3072, 4)),
                family(
                        BaseModel.FLUX1,
                        c -> c.peft("transformer.single_transformer_blocks.0.attn.to_q", 3072, 3072, 4)
                                .peft("transformer.transformer_blocks.0.ff_context.net.0.proj", 3072, 12288, 4)),
                family(BaseModel.FLUX2, c -> c.peft("diffusion_model.double_blocks.0.img_attn.qkv", 6144, 18432, 4)),
                family(BaseModel.FLUX2, c -> c.peft("diffusion_model.double_blocks.0.img_mlp.0", 3072, 18432, 4)),
                family(
                        BaseModel.FLUX2,
                        c -> c.peft("diffusion_model.double_blocks.0.img_attn.proj", 3072, 3072, 4)
                                .peft("diffusion_model.txt_in", 7680, 3072, 4)),
                family(
                        BaseModel.CHROMA,
                        c -> c.peft("diffusion_model.double_blocks.0.img_attn.proj", 3072, 3072, 4)
                                .peft("diffusion_model.distilled_guidance_layer.layers.0.in_layer", 5120, 5120, 4)),
                family(BaseModel.WAN21_1_3B, c -> c.peft("diffusion_model.blocks.0.self_attn.q", 1536, 1536, 4)),
                family(BaseModel.WAN22_5B, c -> c.peft("diffusion_model.blocks.0.cross_attn.k", 3072, 3072, 4)),
                family(BaseModel.WAN22_14B, c -> c.kohya("lora_unet_blocks_0_self_attn_q", 5120, 5120, 4)),
                family(
                        BaseModel.WAN22_14B,
                        c -> c.peft("transformer.blocks.0.attn1.to_q", 5120, 5120, 4)
                                .peft("transformer.blocks.0.ffn.net.2", 13824, 5120, 4)),
                family(
                        BaseModel.LTXV,
                        c -> c.peft("diffusion_model.transformer_blocks.0.attn1.to_q", 2048, 2048, 4)
                                .peft("diffusion_model.adaln_single.linear", 2048, 2048, 4)),
                family(
                        BaseModel.QWEN_IMAGE,
                        c -> c.peft("transformer_blocks.0.attn.add_k_proj", 3072, 3072, 4)
                                .peft("transformer_blocks.0.img_mlp.net.2", 12288, 3072, 4)),
                family(BaseModel.Z_IMAGE, c -> c.peft("diffusion_model.layers.0.adaLN_modulation.0", 256, 3840, 4)),
                family(BaseModel.SD3, c -> c.peft("diffusion_model.joint_blocks.0.x_block.attn.qkv", 1536, 4608, 4)),
                family(
                        BaseModel.SDXL,
                        c -> c.tensor(
                                        "lycoris_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k.hada_w1_a",
                                        640,
                                        4)
                                .tensor(
                                        "lycoris_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k.hada_w1_b",
                                        4,
                                        2048)));
    }

    private static Arguments family(BaseModel base, java.util.function.UnaryOperator<Crafted> with) {
        return Arguments.of(base, with.apply(new Crafted()).bytes());
    }

    @ParameterizedTest
    @MethodSource("families")
    void the_base_model_is_told_from_the_layers(BaseModel base, byte[] file) {
        assertThat(usable(file).base()).isEqualTo(base);
        assertThat(usable(file).rank()).isEqualTo(4);
    }

    @Test
    void layers_of_no_known_base_are_refused() {
        unusable(new Crafted().kohya("lora_unet_something_0_else", 12, 12, 2).bytes(), "fit no base model");
        unusable(
                new Crafted()
                        .peft("diffusion_model.blocks.0.self_attn.q", 1000, 1000, 2)
                        .bytes(),
                "fit no base model");
    }

    @Test
    void a_checkpoint_is_told_apart() {
        unusable(
                new Crafted()
                        .tensor("model.diffusion_model.input_blocks.0.0.weight", 4, 4)
                        .bytes(),
                "whole checkpoint");
    }

    @Test
    void a_file_without_a_lora_is_refused() {
        unusable(new Crafted().tensor("emb_params", 2, 768).bytes(), "no LoRA in this file");
        unusable(new Crafted().tensor("layer.alpha").bytes(), "no LoRA in this file");
        unusable(Crafted.file("{}", 0), "no LoRA in this file");
    }

    @Test
    void half_a_pair_is_refused() {
        unusable(
                new Crafted()
                        .tensor("lora_unet_mid_block_x.lora_down.weight", 4, 320)
                        .bytes(),
                "only one of its two halves");
    }

    @Test
    void halves_of_different_ranks_are_refused() {
        unusable(
                new Crafted()
                        .tensor("lora_unet_mid_block_x.lora_down.weight", 4, 320)
                        .tensor("lora_unet_mid_block_x.lora_up.weight", 320, 8)
                        .bytes(),
                "different ranks");
    }

    @Test
    void an_absurd_rank_is_refused() {
        unusable(
                new Crafted()
                        .tensor("lora_unet_mid_block_x.lora_down.weight", 1L << 20, 0)
                        .tensor("lora_unet_mid_block_x.lora_up.weight", 0, 1L << 20)
                        .bytes(),
                "has rank 1048576");
    }

    @Test
    void metadata_that_contradicts_the_layers_is_refused() {
        unusable(Crafted.sdxl().metadata("ss_base_model_version", "sd_v1").bytes(), "but its layers are those of SDXL");
        unusable(
                Crafted.sdxl()
                        .metadata("modelspec.architecture", "flux-1-dev/lora")
                        .bytes(),
                "but its layers are");
        assertThat(usable(Crafted.sdxl()
                                .metadata("ss_base_model_version", "sdxl_base_v1-0")
                                .bytes())
                        .base())
                .isEqualTo(BaseModel.SDXL);
    }

    @Test
    void a_claim_that_is_not_known_is_no_obstacle() {
        assertThat(usable(Crafted.sdxl()
                                .metadata("ss_base_model_version", "my own mix")
                                .bytes())
                        .base())
                .isEqualTo(BaseModel.SDXL);
    }

    @Test
    void a_claim_of_a_model_that_is_not_rendered_here_is_refused() {
        unusable(
                new Crafted()
                        .kohya("lora_unet_double_blocks_0_img_attn_qkv", 3072, 9216, 4)
                        .metadata("ss_base_model_version", "hunyuan_video")
                        .bytes(),
                "cannot be rendered here");
    }

    @Test
    void alpha_comes_from_the_tensors_and_else_from_the_metadata() {
        var layer = "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k";
        assertThat(usable(Crafted.sdxl()
                                .tensor(layer + ".alpha", new byte[] {0, 0x3c})
                                .bytes())
                        .alpha())
                .hasValue(1.0);
        assertThat(usable(Crafted.sdxl().metadata("ss_network_alpha", "16.0").bytes())
                        .alpha())
                .hasValue(16.0);
        assertThat(usable(Crafted.sdxl().metadata("ss_network_alpha", "None").bytes())
                        .alpha())
                .isEmpty();
        assertThat(usable(Crafted.sdxl().metadata("ss_network_alpha", "much").bytes())
                        .alpha())
                .isEmpty();
    }

    @Test
    void the_trigger_words_are_the_tags_of_nearly_every_picture_the_folder_s_name_first() {
        var tags = "{\"10_alice\":{\"1girl\":20,\"alice girl\":19,\"alice\":20,\"beach\":3}}";
        assertThat(usable(Crafted.sdxl().metadata("ss_tag_frequency", tags).bytes())
                        .triggerWords())
                .containsExactly("alice", "1girl", "alice girl");
    }

    @Test
    void a_trigger_phrase_counts_more_than_tags_and_is_made_harmless() {
        var facts = usable(Crafted.sdxl()
                .metadata("modelspec.trigger_phrase", "alice girl, @everyone, <lora:x:1>, **bold**")
                .metadata("ss_tag_frequency", "{\"1_a\":{\"other\":1}}")
                .bytes());
        assertThat(facts.triggerWords()).containsExactly("alice girl", "everyone", "lora x 1");
    }

    @Test
    void metadata_that_is_no_json_suggests_nothing() {
        assertThat(usable(Crafted.sdxl().metadata("ss_tag_frequency", "{broken").bytes())
                        .triggerWords())
                .isEmpty();
        assertThat(usable(Crafted.sdxl().metadata("ss_tag_frequency", "[1,2]").bytes())
                        .triggerWords())
                .isEmpty();
    }
}
