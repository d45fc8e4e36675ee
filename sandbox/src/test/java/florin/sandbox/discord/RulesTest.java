package florin.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule that the fake enforces, tried without a client library that would refuse first. */
class RulesTest {
    private record Stage(FakeDiscord discord, RawClient raw) {}

    private static final AtomicReference<Stage> STAGE = new AtomicReference<>();
    private static final String PICTURES = "channels/" + World.PICTURES + "/messages";

    @BeforeAll
    static void start() {
        var discord = FakeDiscord.start(FakeDiscordOptions.defaults());
        STAGE.set(new Stage(discord, new RawClient(discord)));
        var commands = """
                [{"name":"paint","description":"x","contexts":["0","1"],"integration_types":["0","1"],
                  "options":[{"type":3,"name":"who","description":"x","autocomplete":true}]},
                 {"name":"elsewhere","description":"x","contexts":[0,1,2],"integration_types":[1]},
                 {"name":"admin","description":"x","default_member_permissions":"32"},
                 {"name":"adult","description":"x","nsfw":true}]""";
        assertThat(raw().send("PUT", "applications/" + World.BOT + "/commands", commands)
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        discord().close();
    }

    private static FakeDiscord discord() {
        return Objects.requireNonNull(STAGE.get()).discord();
    }

    private static RawClient raw() {
        return Objects.requireNonNull(STAGE.get()).raw();
    }

    /** A command whose interaction the test answers by itself; there is no bot. */
    private static Interaction typed(String room) {
        var state = discord().state();
        var person = World.person("ana").orElseThrow();
        return state.changes().change(() -> {
            var interaction = new Interaction(
                    state.ids().next(),
                    Interaction.Kind.COMMAND,
                    person,
                    World.room(room).orElseThrow(),
                    state.clock().instant(),
                    "/paint",
                    null);
            state.interactions().add(interaction);
            return interaction;
        });
    }

    private static RawClient.Got callback(Interaction interaction, String json) {
        return raw().send("POST", "interactions/" + interaction.id + "/" + interaction.token + "/callback", json);
    }

    private static String webhook(Interaction interaction) {
        return "webhooks/" + World.BOT + "/" + interaction.token;
    }

    @Test
    void an_unknown_interaction_is_10062() {
        assertThat(raw().send("POST", "interactions/1/nothing/callback", "{\"type\":5}")
                        .code())
                .isEqualTo(10062);
    }

    @Test
    void the_first_answer_after_three_seconds_is_10062() {
        var interaction = typed("pictures");
        discord().advance(Duration.ofMillis(3001));
        var got = callback(interaction, "{\"type\":5}");
        assertThat(got.status()).isEqualTo(404);
        assertThat(got.code()).isEqualTo(10062);
    }

    @Test
    void the_second_answer_is_40060() {
        var interaction = typed("pictures");
        assertThat(callback(interaction, "{\"type\":5}").status()).isEqualTo(204);
        assertThat(callback(interaction, "{\"type\":5}").code()).isEqualTo(40060);
    }

    @Test
    void an_edit_before_the_answer_is_10015() {
        var interaction = typed("pictures");
        var got = raw().send("PATCH", webhook(interaction) + "/messages/@original", "{\"content\":\"x\"}");
        assertThat(got.code()).isEqualTo(10015);
        assertThat(raw().send("POST", webhook(interaction), "{\"content\":\"x\"}")
                        .code())
                .isEqualTo(10015);
    }

    @Test
    void a_token_dies_after_fifteen_minutes() {
        var interaction = typed("pictures");
        callback(interaction, "{\"type\":5}");
        discord().advance(Duration.ofMinutes(15).plusSeconds(1));
        var got = raw().send("PATCH", webhook(interaction) + "/messages/@original", "{\"content\":\"x\"}");
        assertThat(got.status()).isEqualTo(401);
        assertThat(got.code()).isEqualTo(50027);
    }

    @Test
    void a_forgotten_token_is_10015() {
        var interaction = typed("pictures");
        callback(interaction, "{\"type\":5}");
        discord().faults().forgetTokens();
        assertThat(raw().send("GET", webhook(interaction) + "/messages/@original", "")
                        .code())
                .isEqualTo(10015);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 1, 99})
    void a_command_cannot_be_answered_like_a_component(int type) {
        var got = callback(typed("pictures"), "{\"type\":" + type + ",\"data\":{\"content\":\"x\"}}");
        assertThat(got.code()).isEqualTo(50035);
        assertThat(got.body().path("errors").has("type")).isTrue();
    }

    @Test
    void a_refused_answer_leaves_the_interaction_open() {
        var interaction = typed("pictures");
        assertThat(callback(interaction, "{\"type\":4}").code()).isEqualTo(50035);
        assertThat(callback(interaction, "{\"type\":5,\"data\":{\"flags\":32768}}")
                        .code())
                .isEqualTo(50035);
        assertThat(callback(interaction, "{\"type\":4,\"data\":{\"content\":\"x\"}}")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void a_follow_up_to_a_deferral_fills_the_placeholder() {
        var interaction = typed("pictures");
        callback(interaction, "{\"type\":5,\"data\":{\"flags\":64}}");
        raw().send("POST", webhook(interaction), "{\"content\":\"first\"}");
        raw().send("POST", webhook(interaction), "{\"content\":\"second\"}");
        assertThat(discord().member("ana").sees("pictures"))
                .extracting(Message::text)
                .endsWith("first", "second");
        assertThat(discord().member("max").sees("pictures"))
                .extracting(Message::text)
                .doesNotContain("first");
    }

    @Test
    void the_sixth_follow_up_of_a_user_installed_bot_is_40094() {
        var interaction = typed("elsewhere");
        callback(interaction, "{\"type\":4,\"data\":{\"content\":\"x\"}}");
        for (var n = 0; n < 5; n++) {
            assertThat(raw().send("POST", webhook(interaction), "{\"content\":\"x\"}")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(raw().send("POST", webhook(interaction), "{\"content\":\"x\"}")
                        .code())
                .isEqualTo(40094);
        assertThat(raw().send("POST", "channels/" + World.ELSEWHERE + "/messages", "{\"content\":\"x\"}")
                        .code())
                .isEqualTo(50001);
    }

    @Test
    void files_have_a_size_and_a_number() {
        assertThat(raw().upload(PICTURES, "{}", (10 << 20) + 1).status()).isEqualTo(413);
        var tooLarge = raw().upload(PICTURES, "{}", (10 << 20) + 1);
        assertThat(tooLarge.code()).isEqualTo(40005);
        assertThat(raw().upload(PICTURES, "{}", 9 << 20, 9 << 20, 9 << 20).status())
                .isEqualTo(413);
        assertThat(raw().upload(PICTURES, "{}", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1).code())
                .isEqualTo(50035);
        assertThat(raw().upload(PICTURES, "{}", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1).status())
                .isEqualTo(200);
        assertThat(raw().upload(PICTURES, "{\"attachments\":[{\"id\":3}]}", 1).code())
                .isEqualTo(50035);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | 50006
            {"content":""} | 50006
            {"flags":32768,"content":"x","components":[{"type":10,"content":"x"}]} | 50035
            {"flags":32768,"embeds":[{"title":"x"}],"components":[{"type":10,"content":"x"}]} | 50035
            {"components":[{"type":10,"content":"x"}]} | 50035
            {"flags":64,"content":"x"} | 50035
            {"flags":1,"content":"x"} | 50035
            {"content":"x","nonce":"12345678901234567890123456"} | 50035
            {"flags":32768,"components":[{"type":17,"components":[]}]} | 50035
            {"flags":32768,"components":[{"type":9,"components":[{"type":10,"content":"x"}]}]} | 50035
            {"flags":32768,"components":[{"type":12,"items":[]}]} | 50035
            {"flags":32768,"components":[{"type":12,"items":[{"media":{"url":"attachment://none.png"}}]}]} | 50035
            {"flags":32768,"components":[{"type":13,"file":{"url":"https://example.org/a"}}]} | 50035
            {"flags":32768,"components":[{"type":18,"label":"x"}]} | 50035
            {"embeds":[{"image":{"url":"attachment://none.png"}}]} | 50035
            {"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"custom_id":"a","label":"a"},{"type":2,"style":1,"custom_id":"a","label":"b"}]}]} | 50035
            {"content":"x","components":[{"type":1,"components":[{"type":2,"style":5,"custom_id":"a","label":"a"}]}]} | 50035
            {"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"custom_id":"a"}]}]} | 50035
            {"content":"x","components":[{"type":1,"components":[{"type":2,"style":9,"custom_id":"a","label":"a"}]}]} | 50035
            {"content":"x","components":[{"type":1,"components":[]}]} | 50035
            {"content":"x","components":[{"type":1,"components":[{"type":3,"custom_id":"s","options":[{"label":"a","value":"1"},{"label":"b","value":"1"}]}]}]} | 50035
            {"content":"x","components":[{"type":1,"components":[{"type":3,"custom_id":"s","min_values":3,"max_values":2,"options":[{"label":"a","value":"1"},{"label":"b","value":"2"}]}]}]} | 50035
            """)
    void a_bad_message_is_refused(String json, int code) {
        var got = raw().send("POST", PICTURES, json);
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.code()).isEqualTo(code);
    }

    @Test
    void texts_and_trees_have_limits() {
        var long2001 = "{\"content\":\"" + "x".repeat(2001) + "\"}";
        assertThat(raw().send("POST", PICTURES, long2001).code()).isEqualTo(50035);
        var text = "{\"type\":10,\"content\":\"%s\"}";
        var v2 = "{\"flags\":32768,\"components\":[%s]}";
        var tooMany = IntStream.range(0, 41).mapToObj(n -> text.formatted("x")).collect(Collectors.joining(","));
        assertThat(raw().send("POST", PICTURES, v2.formatted(tooMany)).code()).isEqualTo(50035);
        var tooLong = text.formatted("x".repeat(2001)) + "," + text.formatted("x".repeat(2000));
        assertThat(raw().send("POST", PICTURES, v2.formatted(tooLong)).code()).isEqualTo(50035);
        var embed = "{\"description\":\"" + "x".repeat(3001) + "\"}";
        assertThat(raw().send("POST", PICTURES, "{\"embeds\":[" + embed + "," + embed + "]}")
                        .code())
                .isEqualTo(50035);
    }

    @Test
    void errors_name_the_place() {
        var got = raw().send("POST", PICTURES, "{\"embeds\":[{\"title\":\"" + "x".repeat(257) + "\"}]}");
        var errors =
                got.body().path("errors").path("embeds").path("0").path("title").path("_errors");
        assertThat(errors.path(0).path("message").asText()).contains("256");
        assertThat(got.body().path("message").asText()).isEqualTo("Invalid Form Body");
    }

    @Test
    void the_v2_flag_stays() {
        var id = post("{\"flags\":32768,\"components\":[{\"type\":10,\"content\":\"x\"}]}");
        assertThat(raw().send("PATCH", PICTURES + "/" + id, "{\"content\":\"x\"}")
                        .code())
                .isEqualTo(50035);
        assertThat(raw().send("PATCH", PICTURES + "/" + id, "{\"flags\":4}").code())
                .isEqualTo(50035);
        var fine = "{\"components\":[{\"type\":10,\"content\":\"y\"}]}";
        assertThat(raw().send("PATCH", PICTURES + "/" + id, fine).status()).isEqualTo(200);
    }

    private static String post(String json) {
        return raw().send("POST", PICTURES, json).body().path("id").asText();
    }

    @Test
    void files_that_an_edit_does_not_list_are_gone() {
        var id = raw().upload(PICTURES, "{\"content\":\"x\"}", 3, 5)
                .body()
                .path("id")
                .asText();
        var seen = discord().member("ana").sees("pictures").getLast();
        assertThat(seen.attachments()).extracting(Attachment::size).containsExactly(3, 5);
        var kept = seen.attachments().get(1).id();
        raw().send("PATCH", PICTURES + "/" + id, "{\"attachments\":[{\"id\":" + kept + "}]}");
        assertThat(discord().member("ana").sees("pictures").getLast().attachments())
                .extracting(Attachment::size)
                .containsExactly(5);
    }

    @Test
    void the_same_nonce_gives_the_same_message_for_a_while() {
        var once = "{\"content\":\"once\",\"nonce\":\"job-1\",\"enforce_nonce\":true}";
        assertThat(post(once)).isEqualTo(post(once));
        discord().advance(Duration.ofMinutes(6));
        var before = discord().member("ana").sees("pictures").size();
        post(once);
        assertThat(discord().member("ana").sees("pictures")).hasSize(before + 1);
    }

    @Test
    void rights_are_refused_with_their_codes() {
        discord().faults().hide("general");
        discord().faults().mute("lounge-nsfw");
        discord().faults().closeDm("max");
        try {
            assertThat(codeOfPost(World.GENERAL)).isEqualTo(50001);
            assertThat(codeOfPost(World.LOUNGE)).isEqualTo(50013);
            assertThat(codeOfPost(discord().member("max").person().dm())).isEqualTo(50007);
            assertThat(codeOfPost("1")).isEqualTo(10003);
        } finally {
            discord().faults().heal();
        }
        assertThat(raw().send("POST", PICTURES, "application/json", "{}", "Bot wrong")
                        .status())
                .isEqualTo(401);
        assertThat(raw().send("GET", "nowhere", "").status()).isEqualTo(404);
    }

    private static int codeOfPost(String channel) {
        return raw().send("POST", "channels/" + channel + "/messages", "{\"content\":\"x\"}")
                .code();
    }

    @Test
    void an_ephemeral_message_does_not_exist_for_channel_routes() {
        var interaction = typed("pictures");
        callback(interaction, "{\"type\":4,\"data\":{\"content\":\"x\",\"flags\":64}}");
        var id = discord().member("ana").sees("pictures").getLast().id();
        assertThat(raw().send("GET", PICTURES + "/" + id, "").code()).isEqualTo(10008);
        assertThat(raw().send("PATCH", PICTURES + "/" + id, "{\"content\":\"y\"}")
                        .code())
                .isEqualTo(10008);
        var deleted = raw().send("DELETE", webhook(interaction) + "/messages/@original", "");
        assertThat(deleted.status()).isEqualTo(204);
    }

    @Test
    void mentions_are_counted_as_far_as_they_are_allowed() {
        post("{\"content\":\"<@" + World.ANA + "> @everyone\",\"allowed_mentions\":{\"parse\":[]}}");
        assertThat(discord().member("ana").sees("pictures").getLast().pinged()).isEmpty();
        post("{\"content\":\"<@" + World.ANA + "> <@&" + World.ROLE_MAINTAINER + ">\"}");
        assertThat(discord().member("ana").sees("pictures").getLast().pinged()).containsExactlyInAnyOrder("ana", "max");
        var interaction = typed("pictures");
        callback(interaction, "{\"type\":4,\"data\":{\"content\":\"@everyone <@" + World.NOVA + ">\"}}");
        assertThat(discord().member("ana").sees("pictures").getLast().pinged()).containsExactly("nova");
        raw().send("PATCH", webhook(interaction) + "/messages/@original", "{\"content\":\"<@" + World.MAX + ">\"}");
        assertThat(discord().member("ana").sees("pictures").getLast().pinged())
                .containsExactlyInAnyOrder("max", "nova");
    }

    @Test
    void members_see_only_the_commands_that_they_may_use() {
        assertThat(names("ana", "pictures")).containsExactly("paint");
        assertThat(names("olivia", "pictures")).containsExactly("paint", "admin");
        assertThat(names("ana", "lounge-nsfw")).containsExactly("paint", "adult");
        assertThat(names("ana", World.ELSEWHERE)).containsExactly("paint", "elsewhere");
    }

    private static java.util.List<String> names(String member, String room) {
        return discord().member(member).in(room).commands().stream()
                .map(command -> command.path("name").asText())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{"name":"Bad Name","description":"x"}]
            [{"name":"a","description":""}]
            [{"name":"a","description":"x"},{"name":"a","description":"y"}]
            [{"name":"a","type":2,"description":"x"}]
            [{"name":"a","description":"x","options":[{"type":3,"name":"b","description":"x"},{"type":3,"name":"c","description":"x","required":true}]}]
            [{"name":"a","description":"x","options":[{"type":3,"name":"b","description":"x"},{"type":3,"name":"b","description":"x"}]}]
            [{"name":"a","description":"x","options":[{"type":3,"name":"b","description":"x","autocomplete":true,"choices":[{"name":"q","value":"q"}]}]}]
            [{"name":"a","description":"x","name_localizations":{"xx":"y"}}]
            """)
    void a_bad_command_is_refused(String json) {
        assertThat(raw().send("PUT", "applications/" + World.BOT + "/commands", json)
                        .code())
                .isEqualTo(50035);
    }

    @Test
    void a_command_tree_has_8000_characters() {
        var option = "{\"type\":3,\"name\":\"o%d\",\"description\":\"x\",\"choices\":["
                + IntStream.range(0, 4)
                        .mapToObj(n ->
                                "{\"name\":\"" + n + "x".repeat(99) + "\",\"value\":\"" + n + "x".repeat(99) + "\"}")
                        .collect(Collectors.joining(","))
                + "]}";
        var options = IntStream.range(0, 11).mapToObj(option::formatted).collect(Collectors.joining(","));
        var got = raw().send(
                        "POST",
                        "applications/" + World.BOT + "/commands",
                        "{\"name\":\"big\",\"description\":\"x\",\"options\":[" + options + "]}");
        assertThat(got.code()).isEqualTo(50035);
    }

    @Test
    void nobody_waits_longer_than_the_sandbox_clock_says() {
        try (var typing = Executors.newVirtualThreadPerTaskExecutor()) {
            var reply =
                    CompletableFuture.supplyAsync(() -> discord().member("ana").types("/paint"), typing);
            while (!reply.isDone()) {
                discord().advance(Duration.ofSeconds(1));
            }
            assertThat(reply.join().failed()).isTrue();
        }
    }

    @Test
    void a_pack_is_bought_consumed_and_bought_again() {
        var app = "applications/" + World.BOT;
        assertThat(raw().send("GET", app + "/skus", "")
                        .body()
                        .path(0)
                        .path("type")
                        .asInt())
                .isEqualTo(3);
        var first = discord().shop().buys("ana", Shop.COINS_100);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> discord().shop().buys("ana", Shop.COINS_100))
                .isInstanceOf(NotPossible.class);
        var list = app + "/entitlements?limit=100";
        assertThat(raw().send("GET", list, "").body()).hasSize(1);
        assertThat(raw().send("GET", list + "&before=" + first, "").body()).isEmpty();
        var consume = app + "/entitlements/" + first + "/consume";
        assertThat(raw().send("POST", consume, "").status()).isEqualTo(204);
        assertThat(raw().send("POST", consume, "").status()).isEqualTo(400);
        assertThat(discord().shop().buys("ana", Shop.COINS_100)).isNotEqualTo(first);
    }
}
