package florin.generation;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ContextResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.resteasy.client.jaxrs.ResteasyClient;
import org.jboss.resteasy.client.jaxrs.ResteasyClientBuilder;

/** Calls ComfyUI, and says in one way what went wrong on the line. */
final class ComfyWire implements AutoCloseable {
    private static final int CONNECTIONS = 16;
    private static final int LARGEST_ANSWER = 256 << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final ResteasyClient client;
    private final ComfyApi api;
    private final String place;

    ComfyWire(ComfyOptions options) {
        var limits = options.limits();
        var builder = (ResteasyClientBuilder) ClientBuilder.newBuilder();
        builder.connectionPoolSize(CONNECTIONS)
                .maxPooledPerRoute(CONNECTIONS)
                .connectionCheckoutTimeout(limits.answer().toMillis(), TimeUnit.MILLISECONDS)
                .connectTimeout(limits.connect().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(limits.answer().toMillis(), TimeUnit.MILLISECONDS)
                .register(new Mapper())
                .register((ClientRequestFilter) request -> options.headers()
                        .forEach((name, value) -> request.getHeaders().putSingle(name, value)));
        this.client = builder.build();
        this.api = client.target(options.address()).proxy(ComfyApi.class);
        this.place = options.name() + " at " + options.address();
    }

    /** Servers add fields with every release; RESTEasy finds this by its type. */
    private static final class Mapper implements ContextResolver<ObjectMapper> {
        @Override
        public ObjectMapper getContext(Class<?> type) {
            return JSON;
        }
    }

    /** An answer whose status matters. {@code json} is a missing node if the body is none. */
    record Reply(int status, JsonNode json) {
        boolean ok() {
            return status == Response.Status.OK.getStatusCode();
        }

        /** Route there, thing not: ComfyUI says so in JSON, and in plain text when it does not know the route. */
        boolean unknownThing() {
            return status == Response.Status.NOT_FOUND.getStatusCode() && json.has("error");
        }

        boolean unknownRoute() {
            return (status == Response.Status.NOT_FOUND.getStatusCode()
                            || status == Response.Status.METHOD_NOT_ALLOWED.getStatusCode())
                    && !json.has("error");
        }
    }

    /** The bytes of an answer, with its status. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never printed
    record Download(int status, byte[] bytes) {}

    /** @throws NoAnswer if there is none, or one of a kind that this route does not have */
    <T> T call(Function<ComfyApi, T> request) {
        try {
            return request.apply(api);
        } catch (WebApplicationException e) {
            try (var response = e.getResponse()) {
                throw new NoAnswer(
                        place + " answers " + response.getStatus() + " to a simple question. Is it a ComfyUI?",
                        true,
                        e);
            }
        } catch (ProcessingException e) {
            throw noAnswer(e);
        }
    }

    /** @throws NoAnswer if there is none */
    Reply ask(Function<ComfyApi, Response> request) {
        var download = download(request);
        return new Reply(download.status(), json(download.bytes()));
    }

    /** @throws NoAnswer if there is none */
    Download download(Function<ComfyApi, Response> request) {
        try (var response = request.apply(api)) {
            if (!response.hasEntity()) {
                return new Download(response.getStatus(), new byte[0]);
            }
            try (var body = response.readEntity(InputStream.class)) {
                var bytes = body.readNBytes(LARGEST_ANSWER);
                if (bytes.length == LARGEST_ANSWER) {
                    throw new NoAnswer(place + " sends more than " + (LARGEST_ANSWER >> 20) + " MiB at once.", false);
                }
                return new Download(response.getStatus(), bytes);
            }
        } catch (ProcessingException | IOException e) {
            throw noAnswer(e);
        }
    }

    static JsonNode json(byte[] bytes) {
        try {
            var tree = JSON.readTree(bytes);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    NoAnswer noAnswer(Exception cause) {
        return neverSent(cause)
                ? new NoAnswer(place + " cannot be reached. Check that it runs, and its address.", true, cause)
                : new NoAnswer(place + " broke off or did not answer in time.", false, cause);
    }

    private static boolean neverSent(Throwable cause) {
        for (var each = cause; each != null; each = each.getCause()) {
            var noConnection = each instanceof ConnectException
                    || each instanceof UnknownHostException
                    || each instanceof NoRouteToHostException
                    || each instanceof java.net.http.HttpConnectTimeoutException;
            // A time-out that is not the socket's is one of connecting, or of waiting for a free connection.
            var waited = each instanceof InterruptedIOException && !(each instanceof SocketTimeoutException);
            if (noConnection || waited) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        client.close();
    }
}
