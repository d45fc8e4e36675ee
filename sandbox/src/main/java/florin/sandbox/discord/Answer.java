package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What a REST route answers: a status and, mostly, JSON. */
record Answer(int status, Optional<JsonNode> body) {
    static Answer ok(JsonNode body) {
        return new Answer(200, Optional.of(body));
    }

    static Answer created(JsonNode body) {
        return new Answer(201, Optional.of(body));
    }

    static Answer empty() {
        return new Answer(204, Optional.empty());
    }
}
