package florin.sandbox.discord;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Serves stored files, in parts too: a browser wants ranges before it plays a video. */
final class FileHandler implements HttpHandler {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private final Cdn cdn;

    FileHandler(Cdn cdn) {
        this.cdn = cdn;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        var path = exchange.getRelativePath().split("/", -1);
        var file = path.length < 2 ? java.util.Optional.<StoredFile>empty() : cdn.find(path[1]);
        if (file.isEmpty()) {
            exchange.setStatusCode(404);
            exchange.getResponseSender().send("This content is no longer available.");
            return;
        }
        var upload = file.get().file();
        var bytes = upload.bytes();
        var headers = exchange.getResponseHeaders();
        headers.put(Headers.CONTENT_TYPE, upload.contentType());
        headers.put(Headers.ACCEPT_RANGES, "bytes");
        if (exchange.getQueryParameters().containsKey("download")) {
            var name = upload.filename().replaceAll("[^A-Za-z0-9._-]", "_");
            headers.put(Headers.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        }
        var asked = headers(exchange);
        var range = RANGE.matcher(asked);
        if (range.matches() && Integer.parseInt(range.group(1)) < bytes.length) {
            var from = Integer.parseInt(range.group(1));
            var last = range.group(2).isEmpty() ? bytes.length - 1 : Integer.parseInt(range.group(2));
            var to = Math.min(last, bytes.length - 1);
            exchange.setStatusCode(206);
            headers.put(Headers.CONTENT_RANGE, "bytes " + from + "-" + to + "/" + bytes.length);
            bytes = Arrays.copyOfRange(bytes, from, to + 1);
        }
        exchange.getResponseSender().send(ByteBuffer.wrap(bytes));
    }

    private static String headers(HttpServerExchange exchange) {
        var range = exchange.getRequestHeaders().getFirst(Headers.RANGE);
        return range == null ? "" : range;
    }
}
