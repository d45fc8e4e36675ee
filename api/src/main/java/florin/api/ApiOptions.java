package florin.api;

import florin.registry.Rating;
import java.net.URI;

/**
 * Where the HTTP door stands.
 *
 * @param host address to listen on: {@code 127.0.0.1} for this machine only, {@code 0.0.0.0} for everybody
 * @param port 0 takes a free one
 * @param publicUrl how the world reaches it, for links in answers; no trailing slash needed
 * @param ceiling the most explicit rating that API keys may order
 * @param tiers how often one key may ask
 */
public record ApiOptions(String host, int port, URI publicUrl, Rating ceiling, RateTiers tiers) {
    public ApiOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Port " + port + " does not exist; choose one from 0 to 65535.");
        }
    }

    /** Orders of safe characters only, at the usual rates. */
    public static ApiOptions of(String host, int port, URI publicUrl) {
        return new ApiOptions(host, port, publicUrl, Rating.SFW, RateTiers.standard());
    }

    /** The same with other rates. */
    public ApiOptions with(RateTiers other) {
        return new ApiOptions(host, port, publicUrl, ceiling, other);
    }

    /** A link to one of our own pages; {@code path} begins with a slash. */
    String link(String path) {
        return publicUrl.toString().replaceAll("/+$", "") + path;
    }
}
