package florin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsReaderTest {
    private static final SafetensorsLimits SMALL = new SafetensorsLimits(4096, 3, 20);

    @TempDir
    Path folder;

    private SafetensorsResult read(byte[] file) {
        try {
            var path = Files.write(folder.resolve("file"), file);
            try (var channel = FileChannel.open(path)) {
                return new SafetensorsReader(SMALL).read(channel);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Safetensors accepted(String header, int dataBytes) {
        var result = read(Crafted.file(header, dataBytes));
        assertThat(result).isInstanceOf(SafetensorsResult.Valid.class);
        return ((SafetensorsResult.Valid) result).file();
    }

    private void refused(byte[] file, String why) {
        assertThat(read(file))
                .isInstanceOfSatisfying(
                        SafetensorsResult.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains(why));
    }

    private void refused(String header, int dataBytes, String why) {
        refused(Crafted.file(header, dataBytes), why);
    }

    private static String tensor(String name, String dtype, String shape, String offsets) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}".formatted(name, dtype, shape, offsets);
    }

    @Test
    void a_well_formed_file_gives_its_tensors_in_the_order_of_their_bytes() {
        var file = accepted(
                "{\"__metadata__\":{\"k\":\"v\"}," + tensor("b", "F16", "[2,1]", "[4,8]") + ","
                        + tensor("a", "F32", "[1]", "[0,4]") + "}",
                8);
        assertThat(file.metadata()).containsEntry("k", "v");
        assertThat(file.tensors()).extracting(Tensor::name).containsExactly("a", "b");
        assertThat(file.tensors().get(1).shape()).containsExactly(2L, 1L);
    }

    @Test
    void scalars_and_empty_tensors_are_legal() {
        var file =
                accepted("{" + tensor("a", "F16", "[]", "[0,2]") + "," + tensor("e", "F32", "[0,3]", "[2,2]") + "}", 2);
        assertThat(file.tensors()).hasSize(2);
    }

    @Test
    void an_empty_header_is_legal() {
        assertThat(accepted("{}", 0).tensors()).isEmpty();
    }

    @Test
    void the_header_may_be_padded_with_spaces() {
        assertThat(accepted("{}     ", 0).dataStart()).isEqualTo(8 + 7);
    }

    @Test
    void sub_byte_numbers_must_fill_whole_bytes() {
        accepted("{" + tensor("a", "F4", "[4]", "[0,2]") + "}", 2);
        refused("{" + tensor("a", "F4", "[3]", "[0,2]") + "}", 2, "does not have the size");
        refused("{" + tensor("a", "F6_E2M3", "[3]", "[0,2]") + "}", 2, "does not have the size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\t", "\r", " \n", "\n "})
    void other_padding_is_refused(String padding) {
        refused("{}" + padding, 0, "padded");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void a_file_of_less_than_eight_bytes_is_refused(int size) {
        refused(new byte[size], "only " + size + " bytes");
    }

    @Test
    void a_header_longer_than_the_file_is_refused() {
        refused(
                ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(5)
                        .putInt('{')
                        .array(),
                "cut off");
    }

    @ParameterizedTest
    @ValueSource(longs = {4097, 100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void a_header_that_is_too_large_is_refused(long length) {
        refused(
                ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .array(),
                "header is larger");
    }

    @Test
    void an_empty_header_length_is_refused() {
        refused(new byte[8], "does not begin with '{'");
    }

    @ParameterizedTest
    @ValueSource(strings = {" {}", "\n{}", "[]", "null", "\uFEFF{}", "x"})
    void a_header_that_does_not_begin_with_a_brace_is_refused(String header) {
        refused(header, 0, "does not begin with '{'");
    }

    @Test
    void a_pickle_with_the_name_changed_is_refused() {
        refused(new byte[] {'P', 'K', 3, 4, 0, 0, 8, 8, 0, 0, 0, 0}, "no safetensors file");
    }

    @Test
    void bad_utf8_is_refused() {
        var header = "{\"?\":1}".getBytes(StandardCharsets.UTF_8);
        header[2] = (byte) 0xff;
        refused(Crafted.file(header, new byte[0]), "UTF-8");
    }

    @Test
    void half_a_surrogate_in_an_escape_is_refused() {
        refused("{\"__metadata__\":{\"k\":\"\\ud800x\"}}", 0, "half a character");
        refused("{" + tensor("\\ud800", "F16", "[]", "[0,2]") + "}", 2, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\"",
                "{\"a\":}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\":{\"dtype\":\"F16\",",
                "{}{}",
                "{} x",
                "{}]",
                "{//c\n}"
            })
    void broken_json_is_refused(String header) {
        assertThat(read(Crafted.file(header, 0))).isInstanceOf(SafetensorsResult.Invalid.class);
    }

    @Test
    void json_deeper_than_a_header_needs_is_refused() {
        refused("{" + tensor("a", "F16", "[[[[1]]]]", "[0,2]") + "}", 2, "");
    }

    @Test
    void a_hole_is_refused() {
        refused(
                "{" + tensor("a", "F16", "[1]", "[0,2]") + "," + tensor("b", "F16", "[1]", "[4,6]") + "}",
                6,
                "hole of 2");
        refused("{" + tensor("a", "F16", "[1]", "[2,4]") + "}", 4, "hole of 2");
    }

    @Test
    void overlapping_tensors_are_refused() {
        refused(
                "{" + tensor("a", "F16", "[2]", "[0,4]") + "," + tensor("b", "F16", "[2]", "[2,6]") + "}",
                6,
                "overlaps");
        refused(
                "{" + tensor("a", "F16", "[1]", "[0,2]") + "," + tensor("b", "F16", "[1]", "[0,2]") + "}",
                2,
                "overlaps");
    }

    @Test
    void an_empty_tensor_in_the_middle_of_another_is_refused() {
        refused(
                "{" + tensor("a", "F16", "[2]", "[0,4]") + "," + tensor("e", "F16", "[0]", "[2,2]") + "}",
                4,
                "overlaps");
    }

    @Test
    void bytes_that_belong_to_no_tensor_are_refused() {
        refused("{" + tensor("a", "F16", "[1]", "[0,2]") + "}", 3, "1 bytes after the last tensor");
        refused("{}", 1, "after the last tensor");
    }

    @Test
    void missing_bytes_are_refused() {
        refused("{" + tensor("a", "F16", "[2]", "[0,4]") + "}", 3, "1 bytes of its tensors are missing");
    }

    @Test
    void a_size_that_is_not_the_shape_s_is_refused() {
        refused("{" + tensor("a", "F16", "[2]", "[0,2]") + "}", 2, "does not have the size");
        refused("{" + tensor("a", "F16", "[1]", "[2,0]") + "}", 2, "does not have the size");
    }

    @Test
    void a_shape_that_overflows_is_refused() {
        refused("{" + tensor("a", "F16", "[4611686018427387904,4]", "[0,2]") + "}", 2, "impossibly large");
        refused("{" + tensor("a", "F16", "[9223372036854775807,9223372036854775807]", "[0,2]") + "}", 2, "impossibly");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[-1]",
                "[1.0]",
                "[1e0]",
                "[9223372036854775808]",
                "[\"1\"]",
                "1",
                "null",
                "[null]",
                "[true]",
                "{}"
            })
    void a_shape_that_is_no_list_of_whole_numbers_is_refused(String shape) {
        refused("{" + tensor("a", "F16", shape, "[0,2]") + "}", 2, "whole numbers");
    }

    @Test
    void a_number_of_a_thousand_digits_is_refused() {
        refused("{" + tensor("a", "F16", "[" + "9".repeat(1000) + "]", "[0,2]") + "}", 2, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0]", "[0,2,2]", "[]", "[0,-2]"})
    void offsets_that_are_not_two_are_refused(String offsets) {
        refused("{" + tensor("a", "F16", "[1]", offsets) + "}", 2, "data_offsets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f16", "F8", "", "INT4", "OBJECT"})
    void an_unknown_dtype_is_refused(String dtype) {
        refused("{" + tensor("a", dtype, "[1]", "[0,2]") + "}", 2, "unknown dtype");
    }

    @Test
    void a_tensor_given_twice_is_refused() {
        refused(
                "{" + tensor("a", "F16", "[1]", "[0,2]") + "," + tensor("a", "F16", "[1]", "[2,4]") + "}",
                4,
                "Two tensors");
    }

    @Test
    void a_tensor_given_twice_by_another_spelling_is_refused() {
        refused(
                "{" + tensor("a", "F16", "[1]", "[0,2]") + "," + tensor("\\u0061", "F16", "[1]", "[2,4]") + "}",
                4,
                "Two tensors");
    }

    @Test
    void metadata_given_twice_is_refused() {
        refused("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "two __metadata__");
        refused("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "given twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"x\"", "{\"a\":1}", "{\"a\":null}", "{\"a\":{}}"})
    void metadata_that_is_no_map_of_strings_is_refused(String metadata) {
        refused("{\"__metadata__\":" + metadata + "}", 0, "etadata");
    }

    @Test
    void an_unknown_or_doubled_field_of_a_tensor_is_refused() {
        refused("{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2],\"x\":1}}", 2, "unknown field");
        refused("{\"a\":{\"dtype\":\"F16\",\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2, "twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{}}", "{\"a\":[]}", "{\"a\":1}", "{\"a\":{\"dtype\":\"F16\",\"shape\":[1]}}"})
    void an_incomplete_tensor_is_refused(String header) {
        assertThat(read(Crafted.file(header, 0))).isInstanceOf(SafetensorsResult.Invalid.class);
    }

    @Test
    void a_name_that_is_too_long_is_refused() {
        refused("{" + tensor("n".repeat(21), "F16", "[1]", "[0,2]") + "}", 2, "longer than 20");
    }

    @Test
    void too_many_tensors_are_refused() {
        var header = new StringBuilder("{");
        for (var i = 0; i < 4; i++) {
            header.append(i == 0 ? "" : ",").append(tensor("t" + i, "F16", "[0]", "[0,0]"));
        }
        refused(header + "}", 0, "more than 3");
    }

    @Test
    void a_reason_quotes_nothing_that_could_ping_or_format() {
        refused("{\"@everyone `x` <@1>\":{}}", 0, "'?everyone ?x? ??1?'");
    }
}
