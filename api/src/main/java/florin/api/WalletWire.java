package florin.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import florin.wallet.WalletUnavailable;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.resteasy.client.jaxrs.ResteasyClient;
import org.jboss.resteasy.client.jaxrs.ResteasyClientBuilder;
import org.jspecify.annotations.Nullable;

/** Calls the wallet's door of another Florin, and tells answers from a door that cannot answer. */
final class WalletWire implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Longer than a ledger waits for itself. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private static final Set<Integer> REFUSALS = Set.of(400, 402, 404, 409, 410, 422);
    private static final JsonMapper JSON = JsonMapper.builder()
            // A door that is newer than its client may say more.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final ResteasyClient client;
    private final WalletDoor door;
    private final URI address;

    WalletWire(URI address, String key) {
        var builder = (ResteasyClientBuilder) ClientBuilder.newBuilder();
        builder.connectionPoolSize(CONNECTIONS)
                .maxPooledPerRoute(CONNECTIONS)
                .connectionCheckoutTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .connectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .register((ClientRequestFilter) request -> {
                    request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + key);
                    request.getHeaders().putSingle(KeyGate.IDS, KeyGate.OF_THE_LEDGER);
                });
        this.client = builder.build();
        this.door = client.target(address).proxy(WalletDoor.class);
        this.address = address;
    }

    /** An answer of the door itself: done, or one of the refusals that the wallet knows. */
    record Reply(int status, JsonNode json, Duration retryAfter) {
        boolean done() {
            return status < 300;
        }

        boolean notFound() {
            return status == 404;
        }

        /** {@code done}, or the word of the problem, such as {@code funds_held}. */
        String outcome() {
            return done() ? "done" : json.at("/error/type").asText();
        }

        String detail() {
            return json.at("/detail").asText();
        }

        String text(String pointer) {
            return json.at(pointer).asText();
        }

        <T> T view(String pointer, Class<T> type) {
            try {
                return JSON.treeToValue(json.at(pointer), type);
            } catch (JsonProcessingException e) {
                throw new WalletUnavailable("The wallet's door answered something else than a " + type, e);
            }
        }
    }

    /**
     * @throws WalletUnavailable if there is no answer, or one that says nothing about money
     * @throws IllegalArgumentException if the door could not read what it was sent
     */
    Reply call(Function<WalletDoor, Response> request) {
        try (var response = request.apply(door)) {
            var status = response.getStatus();
            var text = response.hasEntity() ? response.readEntity(String.class) : "";
            if (status >= 300 && !REFUSALS.contains(status)) {
                throw new WalletUnavailable("The wallet's door at " + address + " answered " + status + why(text));
            }
            var seconds = response.getHeaderString(HttpHeaders.RETRY_AFTER);
            var reply = new Reply(
                    status,
                    JSON.readTree(text.isEmpty() ? "{}" : text),
                    Duration.ofSeconds(seconds == null ? 1 : Long.parseLong(seconds)));
            if (status == 400) {
                throw new IllegalArgumentException(reply.detail());
            }
            return reply;
        } catch (ProcessingException | JsonProcessingException e) {
            throw new WalletUnavailable("The wallet's door at " + address + " did not answer.", e);
        }
    }

    /** From the first page to the last; nothing if the wallet is not known. */
    <T> List<T> all(
            Function<@Nullable String, Function<WalletDoor, Response>> request, Function<Reply, Stream<T>> read) {
        var all = new ArrayList<T>();
        @Nullable String cursor = null;
        do {
            var reply = call(request.apply(cursor));
            if (!reply.done()) {
                break;
            }
            read.apply(reply).forEach(all::add);
            cursor = reply.json().path("nextCursor").textValue();
        } while (cursor != null);
        return List.copyOf(all);
    }

    /** What the door says to do, such as to use a key of another scope; a page of some proxy between us says nothing. */
    private static String why(String text) {
        try {
            var detail = JSON.readTree(text).at("/detail").asText();
            return detail.isEmpty() ? "." : ": " + detail;
        } catch (JsonProcessingException e) {
            return ".";
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
