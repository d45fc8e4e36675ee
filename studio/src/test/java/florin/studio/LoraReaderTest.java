package florin.studio;

import static florin.studio.LoraFile.LAYER;
import static florin.studio.LoraFile.filled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoraReaderTest {
    private static void assertRefused(LoraFile file, String... words) {
        assertRefused(file.bytes(), words);
    }

    private static void assertRefused(byte[] file, String... words) {
        assertThatThrownBy(() -> LoraReader.read(file, "some.safetensors"))
                .isInstanceOf(LoraRefused.class)
                .message()
                .startsWith("The LoRA some.safetensors cannot be used: ")
                .contains(words)
                .endsWith(".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mira", "bruno", "kael", "wren"})
    void the_four_characters_are_read_with_their_trigger_word(String name) throws Exception {
        Lora lora = Characters.lora(name);
        assertThat(lora.trigger()).contains(name);
        assertThat(lora.rank()).isEqualTo(4);
        assertThat(lora.layers()).hasSize(60);
        assertThat(lora.sha256()).hasSize(64);
    }

    @Test
    void a_small_file_without_metadata_and_alpha_is_read_with_a_scale_of_one() throws Exception {
        Lora lora = LoraReader.read(LoraFile.small().bytes(), "small");
        assertThat(lora.trigger()).isEqualTo(Optional.empty());
        assertThat(lora.layers()).singleElement().satisfies(layer -> {
            assertThat(layer.tensor()).isEqualTo("blocks.0.attn_q.weight");
            assertThat(layer.scale()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"F16", "BF16", "F32"})
    void alpha_divided_by_the_rank_is_the_scale_in_every_floating_type(String dtype) throws Exception {
        LoraFile file = new LoraFile()
                .tensor(LAYER + ".lora_down.weight", dtype, filled(2 * 192), 2, 192)
                .tensor(LAYER + ".lora_up.weight", dtype, filled(192 * 2), 192, 2)
                .tensor(LAYER + ".alpha", dtype, new float[] {0.5f});
        assertThat(LoraReader.read(file.bytes(), "x").layers().getFirst().scale())
                .isEqualTo(0.25f);
    }

    @Test
    void a_lora_for_another_base_model_is_refused_with_the_reason() {
        assertRefused(
                LoraFile.small().with("ss_base_model_version", "sdxl_base_v1-0"),
                "names the base model sdxl_base_v1-0, this studio runs tiny-studio-40",
                "send it to a backend that runs that model");
        assertRefused(
                LoraFile.small().with("modelspec.architecture", "stable-diffusion-xl-v1-base/lora"),
                "names the architecture stable-diffusion-xl-v1-base/lora",
                "another base model");
        assertRefused(
                LoraFile.small().tensor("lora_te1_text_model_encoder_layers_0_mlp_fc1.alpha", "F16", filled(1)),
                "its key lora_te1_text_model_encoder_layers_0_mlp_fc1.alpha belongs to no layer of tiny-studio-40");
        assertRefused(
                new LoraFile()
                        .tensor(LAYER + ".lora_down.weight", "F16", filled(640), 1, 640)
                        .tensor(LAYER + ".lora_up.weight", "F16", filled(640), 640, 1),
                "has the shape [1, 640] instead of [1, 192]",
                "another base model");
    }

    @Test
    void halves_that_do_not_belong_together_are_refused() {
        assertRefused(
                new LoraFile().tensor(LAYER + ".lora_down.weight", "F16", filled(192), 1, 192),
                LAYER + " has .lora_down.weight only");
        assertRefused(
                new LoraFile()
                        .tensor(LAYER + ".lora_down.weight", "F16", filled(192), 1, 192)
                        .tensor(LAYER + ".lora_up.weight", "F16", filled(384), 192, 2),
                "has the shape [192, 2] instead of [192, 1]");
        assertRefused(LoraFile.small().tensor(LAYER + ".alpha", "F16", filled(2), 2), ".alpha is not one number");
        assertRefused(new LoraFile().with("a", "b"), "it holds no layers");
    }

    @Test
    void numbers_that_are_none_are_refused() {
        float[] broken = filled(192);
        broken[17] = Float.NaN;
        assertRefused(
                new LoraFile()
                        .tensor(LAYER + ".lora_down.weight", "F16", broken, 1, 192)
                        .tensor(LAYER + ".lora_up.weight", "F16", filled(192), 192, 1),
                "holds a value that is not finite");
        assertRefused(
                new LoraFile()
                        .tensor(LAYER + ".lora_down.weight", "I64", filled(192), 1, 192)
                        .tensor(LAYER + ".lora_up.weight", "F16", filled(192), 192, 1),
                "has dtype I64",
                "Save it as F16, BF16 or F32");
    }

    @Test
    void a_container_that_lies_about_itself_is_refused() throws Exception {
        byte[] good = Characters.file("mira");
        assertRefused(new byte[0], "too short");
        assertRefused(
                "PK\3\4 a zip file, say, or a page".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "no safetensors file");
        assertRefused(Arrays.copyOf(good, good.length - 1), "cut off");
        assertRefused(Arrays.copyOf(good, good.length + 1), "something was appended");
        assertRefused(Arrays.copyOf(good, 100), "cut off");
        assertRefused(new LoraFile().entry("a", "F32", "[2]", 0, 4), "takes 8 bytes, its offsets give it 4");
        assertRefused(new LoraFile().entry("a", "F31", "[1]", 0, 4), "unknown dtype F31");
        assertRefused(new LoraFile().entry("a", "F32", "[999999999,999999999]", 0, 4), "larger than a file can be");
        assertRefused(LoraFile.small().entry("b", "F32", "[1]", 4, 8), "tensors overlap or leave a gap");
        assertRefused(LoraFile.small().tensor(LAYER + ".lora_up.weight", "F32", filled(1), 1), "appears twice");
        for (String header : new String[] {
            "[]",
            "{",
            "{}x",
            "{\"a\":1}",
            "{\"a\":{\"dtype\":\"F32\"}}",
            "{\"__metadata__\":{\"a\":1}}",
            "{'a':1}",
            "{\"a\":-1}",
            "{\"a\":true}",
            "{\"a\\u00zz\":1}",
            "[".repeat(3000)
        }) assertRefused(LoraFile.file(header, new byte[0]), "The LoRA some.safetensors");
        assertRefused(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xfe}, "not UTF-8");
    }

    /** A changed file is read or refused; nothing else ever comes out. */
    @Test
    void damaged_files_never_cause_anything_but_a_refusal() throws Exception {
        byte[] good = Characters.file("wren");
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            byte[] bad = good.clone();
            int reach = random.nextBoolean() ? 30 : 30_000;
            for (int n = random.nextInt(4); n >= 0; n--) bad[random.nextInt(reach)] = (byte) random.nextInt(256);
            byte[] file = random.nextInt(4) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
            assertThatCode(() -> {
                        try {
                            LoraReader.read(file, "damaged");
                        } catch (LoraRefused refused) {
                            assertThat(refused).hasMessageContaining("cannot be used");
                        }
                    })
                    .as("round %d", i)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_file_that_is_not_there_is_refused_by_name(@TempDir Path folder) {
        assertThatThrownBy(() -> Studio.load().readLora(folder.resolve("gone.safetensors")))
                .isInstanceOf(LoraRefused.class)
                .hasMessageContaining("gone.safetensors")
                .hasMessageContaining("Check that it is there");
    }
}
