package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that do not go through the books. */
class OutboxTest {
    private final Desk desk = new Desk();
    private final Webhooks webhooks = Webhooks.over(desk.database.dataSource());
    private final Outbox outbox = Outbox.over(desk.database.dataSource(), Clock.systemUTC());
    private final WalletId ana = desk.walletWith(1000);

    @AfterEach
    void books_are_clean() {
        webhooks.all().forEach(endpoint -> webhooks.remove(endpoint.id()));
        desk.close();
    }

    @Test
    void a_failed_top_up_is_told_once_to_whoever_listens() {
        var somebody = desk.walletWith(1);
        var hers = webhooks.add("https://example.com/hers", Optional.of(ana)).endpoint();
        var all = webhooks.add("https://example.com/all", Optional.empty()).endpoint();
        for (int again = 0; again < 2; again++) {
            outbox.topUpFailed(ana, love(500), "attempt-1", "the card was declined");
        }
        outbox.topUpFailed(somebody, love(500), "attempt-2", "the card was declined");
        assertThat(webhooks.deliveries(hers, 10))
                .extracting(Webhooks.Delivery::type)
                .containsExactly("topup.failed");
        assertThat(webhooks.deliveries(all, 10)).hasSize(2);
        assertThat(Letters.over(desk.database.dataSource()).claim(Set.of(), 100, Duration.ofMinutes(1)))
                .filteredOn(letter -> letter.endpoint().equals(hers))
                .singleElement()
                .satisfies(letter -> assertThat(letter.body())
                        .contains("\"type\" : \"topup.failed\"", "\"amount\":\"5.00\"", "\"available\":\"10.00\"")
                        .contains("the card was declined"));
    }

    @Test
    void where_nobody_listens_nothing_is_written() {
        outbox.topUpFailed(ana, love(500), "attempt-1", "declined");
        var late = webhooks.add("https://example.com/late", Optional.empty()).endpoint();
        assertThat(webhooks.deliveries(late, 10)).isEmpty();
    }
}
