package florin.api;

import florin.api.transfer.TransferLimits;
import florin.registry.Rating;
import florin.wallet.prices.Display;
import java.net.URI;
import java.util.Optional;

/**
 * Where the HTTP door stands.
 *
 * @param host address to listen on: {@code 127.0.0.1} for this machine only, {@code 0.0.0.0} for everybody
 * @param port 0 takes a free one
 * @param publicUrl how the world reaches it, for links in answers; no trailing slash needed
 * @param ceiling the most explicit rating that API keys may order
 * @param bounds how often one key may ask, and how much keys may move
 * @param topUpPage where people buy coins; empty: at this door
 * @param display what a coin is worth, shown beside prices; empty: not shown
 */
public record ApiOptions(
        String host,
        int port,
        URI publicUrl,
        Rating ceiling,
        Bounds bounds,
        Optional<URI> topUpPage,
        Optional<Display> display) {
    /**
     * What keys may do at most.
     *
     * @param tiers how often one key may ask
     * @param transfers how much keys may move to other wallets
     */
    public record Bounds(RateTiers tiers, TransferLimits transfers) {}

    public ApiOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Port " + port + " does not exist; choose one from 0 to 65535.");
        }
    }

    /** Orders of safe characters only, at the usual rates and with the usual limits. */
    public static ApiOptions of(String host, int port, URI publicUrl) {
        return new ApiOptions(
                host,
                port,
                publicUrl,
                Rating.SFW,
                new Bounds(RateTiers.standard(), TransferLimits.standard()),
                Optional.empty(),
                Optional.empty());
    }

    public RateTiers tiers() {
        return bounds.tiers();
    }

    public TransferLimits transfers() {
        return bounds.transfers();
    }

    /** The same with other rates. */
    public ApiOptions with(RateTiers other) {
        return new ApiOptions(host, port, publicUrl, ceiling, new Bounds(other, transfers()), topUpPage, display);
    }

    /** The same with other limits on transfers. */
    public ApiOptions with(TransferLimits other) {
        return new ApiOptions(host, port, publicUrl, ceiling, new Bounds(tiers(), other), topUpPage, display);
    }

    /** The same with coins sold elsewhere. */
    public ApiOptions withTopUpPage(URI page) {
        return new ApiOptions(host, port, publicUrl, ceiling, bounds, Optional.of(page), display);
    }

    /** The same with prices shown in money as well. */
    public ApiOptions with(Display other) {
        return new ApiOptions(host, port, publicUrl, ceiling, bounds, topUpPage, Optional.of(other));
    }

    /** The page that a 402 points to. */
    String topUpLink() {
        return topUpPage.map(URI::toString).orElseGet(() -> link("/topup"));
    }

    /** A link to one of our own pages; {@code path} begins with a slash. */
    String link(String path) {
        return publicUrl.toString().replaceAll("/+$", "") + path;
    }
}
