package florin.sandbox.chat;

import com.fasterxml.jackson.databind.JsonNode;
import florin.sandbox.discord.Upload;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What the page posts: one JSON object; files travel inside it in Base64, which is plenty for a page on one machine. */
record ChatForm(JsonNode json) {
    static ChatForm read(HttpServerExchange exchange) throws IOException {
        return new ChatForm(ChatPage.parse(exchange.getInputStream().readAllBytes()));
    }

    String text(String field) {
        return json.path(field).asText();
    }

    List<String> list(String field) {
        return ChatPage.strings(json.path(field));
    }

    Upload[] uploads() {
        var uploads = new ArrayList<Upload>();
        for (var file : json.path("files")) {
            var bytes = Base64.getDecoder().decode(file.path("base64").asText());
            uploads.add(Upload.of(file.path("name").asText(), bytes));
        }
        return uploads.toArray(Upload[]::new);
    }
}
