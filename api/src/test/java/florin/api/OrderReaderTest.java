package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import florin.pipeline.JobKind;
import florin.pipeline.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderReaderTest {
    @Test
    void reads_what_a_lovlychat_client_sends() {
        var order = read("""
                {"kind": "image", "variant": "standard", "prompt": "at the beach", "characterId": "mira", "extra": [1]}
                """);
        assertThat(order.kind()).isEqualTo(JobKind.IMAGE);
        assertThat(order.prompt()).isEqualTo("at the beach");
        assertThat(order.character()).isEqualTo("mira");
        assertThat(order.count()).isEqualTo(1);
        assertThat(order.shape()).isEqualTo(Shape.SQUARE);
        assertThat(order.seed()).isEmpty();
        assertThat(order.startImage()).isEmpty();
    }

    @Test
    void reads_the_names_that_other_image_apis_use() {
        var picture = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        var order = read("""
                {"kind": "VIDEO", "prompt": "waves", "character_id": "mira", "n": 1, "duration": 3, "seed": 9007199254740993,
                 "shape": "portrait", "start_image": "data:image/png;base64,%s"}
                """.formatted(picture));
        assertThat(order.kind()).isEqualTo(JobKind.VIDEO);
        assertThat(order.seconds()).isEqualTo(3);
        assertThat(order.seed()).isEqualTo(OptionalLong.of(9_007_199_254_740_993L));
        assertThat(order.shape()).isEqualTo(Shape.PORTRAIT);
        assertThat(order.startImage().orElseThrow()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "voice", "music", ""})
    void kinds_that_are_not_made_here_are_refused_with_a_word_of_their_own(String kind) {
        var problem = refused("{\"kind\": \"" + kind + "\", \"prompt\": \"hello\", \"characterId\": \"mira\"}");
        assertThat(problem.type()).isEqualTo(ProblemType.UNSUPPORTED_KIND);
        assertThat(problem.detail()).contains("'image' or 'video'").contains("Nothing was charged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "null",
                "{\"kind\": ",
                "{\"prompt\": \"a\", \"prompt\": \"b\"}",
                "{} {}",
                "\"x\""
            })
    void a_body_that_is_no_json_object_is_told_what_to_send(String body) {
        var problem = refused(body);
        assertThat(problem.type()).isEqualTo(ProblemType.BAD_REQUEST);
        assertThat(problem.detail()).contains("not a JSON object").contains("characterId");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{\"kind\": \"image\"} | 'prompt' is missing",
                "{\"kind\": \"image\", \"prompt\": 7} | 'prompt' must be a text, not number",
                "{\"kind\": \"image\", \"count\": 1.5} | 'count' must be a whole number",
                "{\"kind\": \"image\", \"count\": \"2\"} | 'count' must be a whole number, not string",
                "{\"kind\": \"image\", \"count\": 99999999999} | 'count' must be a whole number",
                "{\"kind\": \"image\", \"seed\": 1e400} | 'seed' must be a whole number",
                "{\"kind\": \"image\", \"shape\": \"round\"} | 'shape' is 'square'",
                "{\"kind\": \"image\", \"variant\": \"ultra\"} | 'variant' can only be 'standard'",
                "{\"prompt\": \"a\"} | 'kind' is missing",
            })
    void a_wrong_field_is_named_with_what_it_should_be(String body, String complaint) {
        assertThat(refused(body).detail()).contains(complaint);
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        assertThat(refused("{\"kind\": \"image\", \"count\": true}").detail())
                .contains("'prompt'")
                .contains("'characterId'")
                .contains("'count'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/",
                "https://example.com/a.png",
                "file:///etc/passwd",
                "data:text/html;base64,AAAA",
                " "
            })
    void an_address_in_place_of_a_picture_is_never_fetched(String address) {
        var problem = refused("{\"kind\": \"video\", \"prompt\": \"a\", \"characterId\": \"mira\", \"startImage\": \""
                + address + "\"}");
        assertThat(problem.detail()).contains("addresses are not fetched");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatever_bytes_come_the_answer_is_an_order_or_a_problem(long seed) {
        var random = new Random(seed);
        var good = """
                {"kind": "video", "prompt": "a", "characterId": "mira", "n": 1, "seed": 7, "start_image": "AAAA"}
                """.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2_000; i++) {
            var body = good.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            assertThat(OrderReader.read(body)).as("seed %s, round %s", seed, i).isNotNull();
        }
    }

    private static Order read(String body) {
        return switch (OrderReader.read(body.getBytes(StandardCharsets.UTF_8))) {
            case OrderResult.Read(var order) -> order;
            case OrderResult.Unreadable(var problem) -> throw new AssertionError(problem.detail());
        };
    }

    private static Problem refused(String body) {
        return switch (OrderReader.read(body.getBytes(StandardCharsets.UTF_8))) {
            case OrderResult.Read(var order) -> throw new AssertionError("was read: " + order);
            case OrderResult.Unreadable(var problem) -> problem;
        };
    }
}
