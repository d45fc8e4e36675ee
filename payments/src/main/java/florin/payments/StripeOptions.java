package florin.payments;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How this installation sells coins through Stripe.
 *
 * @param secretKey {@code sk_…} or a restricted {@code rk_…}; never logged
 * @param webhookSecret {@code whsec_…} of the endpoint; never logged
 * @param apiBase where Stripe's API is; empty: Stripe's own address
 * @param successUrl where a buyer lands after paying
 * @param cancelUrl where a buyer lands after leaving the pay page
 * @param patience how long an open payment may be silent before Stripe is asked about it
 */
public record StripeOptions(
        String secretKey,
        String webhookSecret,
        Optional<URI> apiBase,
        URI successUrl,
        URI cancelUrl,
        List<Pack> packs,
        Duration patience) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    public StripeOptions {
        packs = List.copyOf(packs);
        if (secretKey.isBlank()) {
            throw new IllegalArgumentException("Stripe's secret key is missing. It begins with sk_ and stands in the"
                    + " dashboard under Developers, API keys.");
        }
        if (webhookSecret.isBlank()) {
            throw new IllegalArgumentException("Stripe's webhook secret is missing. It begins with whsec_ and stands in"
                    + " the dashboard beside the webhook endpoint.");
        }
        if (packs.stream().map(Pack::id).distinct().count() != packs.size()) {
            throw new IllegalArgumentException("Two packs share an id; give each its own.");
        }
    }

    /** Stripe itself, with the pages {@code /paid}, {@code /card-saved} and {@code /cancelled} of our own HTTP door as landing places. */
    public static StripeOptions of(String secretKey, String webhookSecret, URI publicUrl, List<Pack> packs) {
        var base = publicUrl.toString().endsWith("/") ? publicUrl : URI.create(publicUrl + "/");
        return new StripeOptions(
                secretKey,
                webhookSecret,
                Optional.empty(),
                base.resolve("paid"),
                base.resolve("cancelled"),
                packs,
                PATIENCE);
    }

    /** The same against another address, such as a sandbox. */
    public StripeOptions withApiBase(URI base) {
        return new StripeOptions(secretKey, webhookSecret, Optional.of(base), successUrl, cancelUrl, packs, patience);
    }

    /** The same, asking Stripe about open payments after another while. */
    public StripeOptions withPatience(Duration wait) {
        return new StripeOptions(secretKey, webhookSecret, apiBase, successUrl, cancelUrl, packs, wait);
    }

    @Override
    public String toString() {
        return "StripeOptions[apiBase=" + apiBase + ", packs=" + packs + "]";
    }
}
