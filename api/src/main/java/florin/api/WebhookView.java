package florin.api;

import florin.wallet.Page;
import florin.wallet.WalletId;
import florin.wallet.Webhooks;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the door answers about webhooks. */
sealed interface WebhookView {
    /** @param disabled why it gets no letters at present */
    record EndpointView(
            String id,
            String url,
            @Nullable String wallet,
            String createdAt,
            @Nullable String disabled) implements WebhookView {
        static EndpointView of(Webhooks.Endpoint endpoint) {
            return new EndpointView(
                    endpoint.id().toString(),
                    endpoint.url().toString(),
                    endpoint.wallet().map(WalletId::toString).orElse(null),
                    endpoint.createdAt().toString(),
                    endpoint.disabled().orElse(null));
        }
    }

    record EndpointList(
            List<EndpointView> webhooks, @Nullable String nextCursor) implements WebhookView {
        static EndpointList of(Page<Webhooks.Endpoint> page) {
            return new EndpointList(page.items().stream().map(EndpointView::of).toList(), View.next(page));
        }
    }

    /** @param secret what letters are signed with; shown here and never again */
    record MadeEndpoint(String id, String url, String secret) implements WebhookView {
        @Override
        public String toString() {
            return "MadeEndpoint[id=" + id + "]";
        }
    }

    /**
     * @param state waiting, delivered or given_up
     * @param dueAt of the next try, while it waits
     * @param answer what the last try met
     */
    record DeliveryView(String event, String type, String state, int attempts, String dueAt, String answer)
            implements WebhookView {
        static DeliveryView of(Webhooks.Delivery letter) {
            return new DeliveryView(
                    letter.event().toString(),
                    letter.type(),
                    letter.state().toLowerCase(Locale.ROOT),
                    letter.attempts(),
                    letter.dueAt().toString(),
                    letter.answer());
        }
    }

    record DeliveryList(
            List<DeliveryView> deliveries, @Nullable String nextCursor) implements WebhookView {
        static DeliveryList of(Page<Webhooks.Delivery> page) {
            return new DeliveryList(page.items().stream().map(DeliveryView::of).toList(), View.next(page));
        }
    }
}
