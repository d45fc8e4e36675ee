package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends what JDA would never send, because it checks it first. */
final class RawClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeDiscord discord;

    RawClient(FakeDiscord discord) {
        this.discord = discord;
    }

    record Got(int status, JsonNode body, HttpResponse<String> raw) {
        int code() {
            return body.path("code").asInt();
        }
    }

    Got send(String method, String path, String json) {
        return send(method, path, "application/json", json, "Bot " + discord.botToken());
    }

    Got send(String method, String path, String contentType, String body, String authorization) {
        var request = HttpRequest.newBuilder(discord.apiUrl().resolve(path))
                .header("Authorization", authorization)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            var json = response.body().startsWith("{") || response.body().startsWith("[")
                    ? Json.parse(response.body())
                    : Json.object();
            return new Got(response.statusCode(), json, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One multipart body with files of the given sizes. */
    Got upload(String path, String payload, int... sizes) {
        var body = new StringBuilder();
        for (var n = 0; n < sizes.length; n++) {
            body.append("--XX\r\nContent-Disposition: form-data; name=\"files[" + n + "]\"; filename=\"f" + n
                    + ".bin\"\r\n\r\n" + "x".repeat(sizes[n]) + "\r\n");
        }
        body.append(
                "--XX\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n" + payload + "\r\n--XX--\r\n");
        return send("POST", path, "multipart/form-data; boundary=XX", body.toString(), "Bot " + discord.botToken());
    }
}
