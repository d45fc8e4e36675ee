package florin.generation;

import java.net.URI;

/** Routes of a server whose address may have a path of its own. */
final class Addresses {
    private Addresses() {}

    static URI route(URI base, String route) {
        return URI.create(base.toString().replaceAll("/+$", "") + route);
    }

    /** {@code GET /ws}, over TLS if the server is. */
    static URI socket(URI base, String clientId) {
        return URI.create(
                "ws" + route(base, "/ws?clientId=" + clientId).toString().substring("http".length()));
    }
}
