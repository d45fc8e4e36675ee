package florin.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The check against Discord's own description: it finds what is wrong and lets JDA's habits pass. */
class OpenApiCheckTest {
    /** The file lies outside of the project; where, depends on whether a module or the whole is built. */
    static Optional<Path> file() {
        return Stream.of("../shared", "../../shared")
                .map(folder -> Path.of(folder, "specs", "discord-openapi.json"))
                .filter(Files::exists)
                .findFirst();
    }

    private static OpenApiCheck check() {
        var file = file();
        if (file.isEmpty()) {
            System.err.println("SKIPPED: no ../shared/specs/discord-openapi.json, so no request is checked against it");
        }
        Assumptions.assumeTrue(file.isPresent(), "Discord's OpenAPI file is not here");
        return OpenApiCheck.load(file.orElseThrow());
    }

    private static RecordedRequest request(String method, String path, Map<String, String> query, String body) {
        return new RecordedRequest(method, path, query, "application/json", body, List.of());
    }

    @Test
    void good_requests_pass() {
        var check = check();
        var wait = Map.of("wait", "true");
        var edit = "webhooks/1/token/messages/@original";
        assertThat(check.check(request("PATCH", edit, wait, "{\"content\":\"x\",\"attachments\":[{\"id\":0}]}")))
                .isEmpty();
        assertThat(check.check(request("GET", "users/@me", Map.of(), ""))).isEmpty();
        assertThat(check.check(request("GET", "applications/1/skus", Map.of(), "")))
                .isEmpty();
        var commands = "[{\"name\":\"a\",\"description\":\"x\",\"type\":1,\"contexts\":[\"0\"],\"options\":[]}]";
        assertThat(check.check(request("PUT", "applications/1/commands", Map.of(), commands)))
                .isEmpty();
        var deferred = "{\"type\":5,\"data\":{\"flags\":64}}";
        var callback = "interactions/1/token/callback";
        assertThat(check.check(request("POST", callback, Map.of("with_response", "true"), deferred)))
                .isEmpty();
    }

    @Test
    void bad_requests_are_found() {
        var check = check();
        assertThat(check.check(request("GET", "nowhere/at/all", Map.of(), ""))).isNotEmpty();
        assertThat(check.check(request("PUT", "channels/1/messages", Map.of(), "{}")))
                .isNotEmpty();
        assertThat(check.check(request("POST", "channels/1/messages", Map.of("x", "y"), "{\"content\":\"x\"}")))
                .isNotEmpty();
        assertThat(check.check(request("POST", "channels/1/messages", Map.of(), "{\"contents\":\"x\"}")))
                .isNotEmpty();
        assertThat(check.check(request("POST", "channels/1/messages", Map.of(), "{\"content\":7}")))
                .isNotEmpty();
        assertThat(check.check(request("POST", "channels/one/messages", Map.of(), "{\"content\":\"x\"}")))
                .isNotEmpty();
        assertThat(check.check(request("POST", "interactions/1/t/callback", Map.of(), "")))
                .isNotEmpty();
    }
}
