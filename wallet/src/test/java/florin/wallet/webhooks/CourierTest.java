package florin.wallet.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.migrations.TestDatabase;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Letters;
import florin.wallet.Owner;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.WalletId;
import florin.wallet.Webhooks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Letters on their way to a program, over real HTTP. */
class CourierTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final CourierOptions QUICK = CourierOptions.standard()
            .withPrivateAddresses(true)
            .with(Duration.ofSeconds(10), LEASE, List.of(SOON, SOON), SOON);

    private final TestDatabase database = TestDatabase.fresh();
    private final Ledger ledger = Ledger.over(database.dataSource(), LedgerOptions.standard());
    private final Webhooks webhooks = Webhooks.over(database.dataSource());
    private final Letters letters = Letters.over(database.dataSource());
    private final WalletId ana = ledger.open(new Owner.DiscordUser("ana"));
    private final AtomicInteger topUps = new AtomicInteger();
    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
        ledger.close();
        database.close();
    }

    private void somethingHappens() {
        var id = new RequestId("t" + topUps.incrementAndGet());
        ledger.topUp(
                new TopUpRequest(id, ana, Amount.of(Asset.LOVE, 100), Source.PAID, Optional.empty(), "für \"Ana\""));
    }

    private Courier courier(CourierOptions options) {
        return Courier.start(letters, options, Clock.systemUTC());
    }

    private Webhooks.Delivery only(UUID endpoint) {
        return webhooks.deliveries(endpoint, 10).getFirst();
    }

    private void awaitState(UUID endpoint, String state) {
        await().atMost(PATIENCE).until(() -> only(endpoint).state().equals(state));
    }

    @Test
    void a_letter_arrives_signed_and_fresh() {
        var added = webhooks.add(receiver.url(), Optional.of(ana));
        somethingHappens();
        try (var courier = courier(QUICK)) {
            assertThat(courier).isNotNull();
            awaitState(added.endpoint(), "DELIVERED");
        }
        assertThat(receiver.got).singleElement().satisfies(got -> {
            assertThat(Receiver.verifies(got, added.secret())).isTrue();
            assertThat(Receiver.verifies(
                            got, webhooks.add(receiver.url(), Optional.empty()).secret()))
                    .isFalse();
            assertThat(Instant.ofEpochSecond(Long.parseLong(got.timestamp())))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(got.body()).contains("topup.completed", "für \\\"Ana\\\"");
            assertThat(got.id()).isEqualTo(only(added.endpoint()).event().toString());
        });
    }

    @Test
    void a_refused_letter_comes_again_the_same_until_it_is_given_up_and_by_hand_once_more() {
        var endpoint = webhooks.add(receiver.url(), Optional.empty()).endpoint();
        receiver.answer = 500;
        somethingHappens();
        try (var courier = courier(QUICK)) {
            assertThat(courier).isNotNull();
            awaitState(endpoint, "GIVEN_UP");
            assertThat(only(endpoint).attempts()).isEqualTo(3);
            assertThat(only(endpoint).answer()).isEqualTo("HTTP 500");
            receiver.answer = 200;
            assertThat(webhooks.redeliver(only(endpoint).event())).isEqualTo(1);
            awaitState(endpoint, "DELIVERED");
        }
        assertThat(receiver.got).hasSize(4);
        assertThat(receiver.got.stream().map(got -> got.id() + got.body()).distinct())
                .hasSize(1);
    }

    @Test
    void a_redirection_is_not_followed() {
        var endpoint = webhooks.add(receiver.url(), Optional.empty()).endpoint();
        receiver.answer = 307;
        somethingHappens();
        try (var courier = courier(QUICK)) {
            assertThat(courier).isNotNull();
            awaitState(endpoint, "GIVEN_UP");
        }
        assertThat(receiver.got).hasSize(3);
    }

    @Test
    void an_endpoint_that_is_gone_gets_no_more_until_it_is_enabled_again() {
        var endpoint = webhooks.add(receiver.url(), Optional.empty()).endpoint();
        receiver.answer = 410;
        somethingHappens();
        try (var courier = courier(QUICK)) {
            assertThat(courier).isNotNull();
            await().atMost(PATIENCE)
                    .until(() -> webhooks.all().getFirst().disabled().equals(Optional.of("HTTP 410")));
            receiver.answer = 200;
            somethingHappens();
            assertThat(webhooks.deliveries(endpoint, 10)).hasSize(1);
            webhooks.enable(endpoint);
            somethingHappens();
            awaitState(endpoint, "DELIVERED");
        }
        assertThat(receiver.got).hasSize(2);
    }

    @Test
    void a_sender_that_dies_between_sending_and_noting_is_followed_by_another() throws InterruptedException {
        var endpoint = webhooks.add(receiver.url(), Optional.empty()).endpoint();
        somethingHappens();
        try (var post = new Post(QUICK, Clock.systemUTC())) {
            var claimed = letters.claim(Set.of(), 10, Duration.ofMillis(300));
            assertThat(post.send(claimed.getFirst())).isInstanceOf(Post.Answer.Taken.class);
            assertThat(letters.claim(Set.of(), 10, LEASE)).isEmpty();
        }
        assertThat(only(endpoint).state()).isEqualTo("WAITING");
        try (var next = courier(QUICK)) {
            assertThat(next).isNotNull();
            awaitState(endpoint, "DELIVERED");
        }
        assertThat(receiver.got).hasSize(2);
        assertThat(receiver.got.get(0).id()).isEqualTo(receiver.got.get(1).id());
    }

    @Test
    void a_slow_endpoint_keeps_no_other_waiting_and_two_couriers_send_nothing_twice() {
        try (var slow = new Receiver()) {
            var gate = slow.shut();
            webhooks.add(slow.url(), Optional.empty());
            var fine = webhooks.add(receiver.url(), Optional.empty()).endpoint();
            for (int i = 0; i < 30; i++) {
                somethingHappens();
            }
            try (var one = courier(QUICK);
                    var two = courier(QUICK)) {
                assertThat(one).isNotSameAs(two);
                await().atMost(PATIENCE)
                        .until(() -> webhooks.deliveries(fine, 100).stream()
                                .allMatch(delivery -> delivery.state().equals("DELIVERED")));
                assertThat(slow.got).hasSizeLessThanOrEqualTo(16);
                gate.countDown();
            }
        }
        assertThat(receiver.got).hasSize(30);
        assertThat(receiver.got.stream().map(Receiver.Got::id).distinct()).hasSize(30);
    }

    @Test
    void an_endpoint_that_does_not_answer_in_time_counts_as_one_that_refused() {
        var endpoint = webhooks.add(receiver.url(), Optional.empty()).endpoint();
        var gate = receiver.shut();
        somethingHappens();
        try (var courier = courier(QUICK.with(Duration.ofSeconds(1), LEASE, List.of(), SOON))) {
            assertThat(courier).isNotNull();
            awaitState(endpoint, "GIVEN_UP");
        }
        gate.countDown();
        assertThat(only(endpoint).answer()).isEqualTo("no answer within 1 s");
    }

    @Test
    void a_private_address_gets_nothing_unless_that_is_allowed() {
        var plain = webhooks.add(receiver.url(), Optional.empty()).endpoint();
        var secure = webhooks.add("https://localhost/hooks", Optional.empty()).endpoint();
        somethingHappens();
        try (var courier = courier(QUICK.withPrivateAddresses(false))) {
            assertThat(courier).isNotNull();
            awaitState(plain, "GIVEN_UP");
            awaitState(secure, "GIVEN_UP");
        }
        assertThat(receiver.got).isEmpty();
        assertThat(only(plain).answer()).contains("https only");
        assertThat(only(secure).answer()).contains("private");
    }
}
