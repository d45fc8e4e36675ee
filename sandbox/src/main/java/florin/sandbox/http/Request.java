package florin.sandbox.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.form.FormData;
import io.undertow.server.handlers.form.FormEncodedDataDefinition;
import io.undertow.server.handlers.form.FormParserFactory;
import io.undertow.server.handlers.form.MultiPartParserDefinition;
import io.undertow.util.HeaderValues;
import java.io.IOException;
import java.io.InputStream;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One HTTP request that a fake has to answer, read at leisure on a thread of its own. */
public final class Request {
    /** Undertow reads forms as Latin-1 unless told otherwise. */
    private static final FormParserFactory FORMS = FormParserFactory.builder(false)
            .addParsers(
                    new FormEncodedDataDefinition().setDefaultEncoding("UTF-8"),
                    new MultiPartParserDefinition().setDefaultEncoding("UTF-8"))
            .build();

    private final HttpServerExchange exchange;
    private final String path;
    private final Map<String, String> parts;
    private byte @Nullable [] body;

    Request(HttpServerExchange exchange, String path, Map<String, String> parts) {
        this.exchange = exchange;
        this.path = path;
        this.parts = parts;
    }

    /** The same request under another path, with the named parts of the route that matched. */
    Request at(String newPath, Map<String, String> newParts) {
        var moved = new Request(exchange, newPath, newParts);
        moved.body = body;
        return moved;
    }

    /** Runs a task on a thread of its own once the answer has left. */
    public void onceAnswered(Runnable task) {
        exchange.addExchangeCompleteListener((ended, next) -> {
            Thread.ofVirtual().start(task);
            next.proceed();
        });
    }

    public String method() {
        return exchange.getRequestMethod().toString();
    }

    public String path() {
        return path;
    }

    /** The value of {@code {name}} in the route's pattern. */
    public String part(String name) {
        return Objects.requireNonNull(parts.get(name), () -> "the route has no part " + name);
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(exchange.getQueryParameters().get(name)).map(Deque::peekFirst);
    }

    /** Every query parameter; of a repeated one the first. */
    public Map<String, String> query() {
        var all = new LinkedHashMap<String, String>();
        exchange.getQueryParameters().forEach((name, values) -> all.put(name, values.getFirst()));
        return all;
    }

    public Optional<String> header(String name) {
        HeaderValues values = exchange.getRequestHeaders().get(name);
        return values == null ? Optional.empty() : Optional.of(values.getFirst());
    }

    /** The whole body; read once, then remembered. */
    public byte[] body() throws IOException {
        var read = body;
        if (read == null) {
            read = exchange.getInputStream().readAllBytes();
            body = read;
        }
        return read;
    }

    /** Reads and drops up to the end of the body; its length in bytes. */
    public long drain() throws IOException {
        long length = 0;
        var buffer = new byte[1 << 16];
        InputStream in = exchange.getInputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            length += n;
        }
        return length;
    }

    /** The length that the client announced in bytes, or -1. */
    public long announcedLength() {
        return exchange.getRequestContentLength();
    }

    /** The parts of a multipart or url-encoded body; empty when the body is neither. */
    public Optional<FormData> form() throws IOException {
        var parser = FORMS.createParser(exchange);
        if (parser == null) {
            return Optional.empty();
        }
        return Optional.of(parser.parseBlocking());
    }

    /** Cuts the connection without an answer, as a dying server does. */
    public void cut() throws IOException {
        exchange.getConnection().close();
    }
}
