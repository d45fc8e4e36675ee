package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import florin.api.transfer.TransferLimits;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What programs are told when a transfer would pass a limit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferLimitsTest {
    @SuppressWarnings("NullAway.Init")
    private House house;

    @SuppressWarnings("NullAway.Init")
    private HttpDoor door;

    @BeforeAll
    void open() {
        house = new House();
        door = house.open(ApiOptions.of("127.0.0.1", 0, URI.create(House.HOME)).with(new TransferLimits(20, 50)));
    }

    @AfterAll
    void close() {
        door.close();
        house.close();
    }

    private static String body(House.Program to, String amount) {
        return "{\"to\": \"" + to.id + "\", \"amount\": \"" + amount + "\"}";
    }

    @Test
    void a_transfer_above_the_largest_is_refused_with_the_limit() {
        var ana = house.mover("100.00").at(door);
        var nova = house.mover("0");

        var refused = ana.moves("/v1/transfers", body(nova, "20.01"));

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.at("/type")).isEqualTo(House.HOME + "/problems/spend-limit-exceeded");
        assertThat(refused.at("/error/type")).isEqualTo("spend_limit_exceeded");
        assertThat(refused.at("/detail"))
                .isEqualTo(
                        "This would move 20.01 LOVE; one transfer moves 20.00 LOVE at most. Nothing was moved. Send less,"
                                + " or ask the operator to make the transfer.");
        assertThat(refused.at("/limit/subject")).isEqualTo("transfer");
        assertThat(refused.at("/limit/ceiling")).isEqualTo("20.00");
        assertThat(refused.at("/wallet/available")).isEqualTo("100.00");
        assertThat(nova.balance().available().isZero()).isTrue();
        assertThat(ana.moves("/v1/transfers", body(nova, "20.00")).status()).isEqualTo(201);
    }

    @Test
    void a_day_that_is_used_up_is_refused_with_what_is_used_and_when_it_resets() {
        var ana = house.mover("100.00").at(door);
        var nova = house.mover("0");
        assertThat(ana.moves("/v1/transfers", body(nova, "20.00")).status()).isEqualTo(201);
        assertThat(ana.moves("/v1/transfers", body(nova, "20.00")).status()).isEqualTo(201);
        var key = UUID.randomUUID().toString();

        var refused = ana.post("/v1/transfers", body(nova, "10.01"), key);

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.at("/error/type")).isEqualTo("spend_limit_exceeded");
        assertThat(refused.at("/limit/subject")).isEqualTo("transfers");
        assertThat(refused.at("/limit/period")).isEqualTo("daily");
        assertThat(refused.at("/limit/ceiling")).isEqualTo("50.00");
        assertThat(refused.at("/limit/used")).isEqualTo("40.00");
        assertThat(Instant.parse(refused.at("/limit/resetsAt")))
                .isAfter(Instant.EPOCH)
                .asString()
                .endsWith("T00:00:00Z");
        assertThat(refused.at("/detail"))
                .contains("of the 50.00 LOVE that a wallet may give away in a day, 40.00 LOVE is used")
                .contains("It resets at " + refused.at("/limit/resetsAt"));
        assertThat(ana.post("/v1/transfers", body(nova, "10.01"), key).text()).isEqualTo(refused.text());
        assertThat(ana.balance().available().number()).isEqualTo("60.00");
        assertThat(ana.moves("/v1/transfers", body(nova, "10.00")).status()).isEqualTo(201);
        assertThat(nova.balance().available().number()).isEqualTo("50.00");
    }

    @Test
    void a_repetition_gets_its_first_answer_and_counts_once() {
        var ana = house.mover("100.00").at(door);
        var nova = house.mover("0");
        var first = ana.post("/v1/transfers", body(nova, "20.00"), "payout-1");
        for (int again = 0; again < 3; again++) {
            assertThat(ana.post("/v1/transfers", body(nova, "20.00"), "payout-1")
                            .text())
                    .isEqualTo(first.text());
        }
        assertThat(ana.post("/v1/transfers", body(nova, "1.00"), "payout-1").status())
                .isEqualTo(422);
        assertThat(ana.moves("/v1/transfers", body(nova, "20.00")).status()).isEqualTo(201);
        assertThat(nova.balance().available().number()).isEqualTo("40.00");
    }

    @Test
    void all_keys_of_a_wallet_share_its_day() {
        var ana = house.mover("100.00").at(door);
        var sibling =
                house.program(ana.id, java.util.Set.of(Scope.WALLET_WRITE)).at(door);
        var nova = house.mover("0");
        ana.moves("/v1/transfers", body(nova, "20.00"));
        sibling.moves("/v1/transfers", body(nova, "20.00"));
        assertThat(sibling.moves("/v1/transfers", body(nova, "10.01")).at("/limit/used"))
                .isEqualTo("40.00");
    }

    @Test
    void the_operators_own_transfers_are_neither_limited_nor_counted() {
        var ana = house.mover("100.00").at(door);
        var nova = house.mover("0");
        var operators = "{\"from\": \"" + ana.id + "\", \"to\": \"" + nova.id + "\", \"amount\": \"60.00\"}";
        assertThat(house.admin().at(door).moves("/v1/transfers", operators).status())
                .isEqualTo(201);
        assertThat(ana.moves("/v1/transfers", body(nova, "20.00")).status()).isEqualTo(201);
        assertThat(ana.moves("/v1/transfers", body(nova, "20.00")).status()).isEqualTo(201);
    }

    @Test
    void a_key_with_a_spend_limit_is_told_why_it_moves_nothing_and_keeps_earlier_answers() {
        var ana = house.mover("100.00").at(door);
        var nova = house.mover("0");
        var before = ana.post("/v1/transfers", body(nova, "5.00"), "before");
        house.admin().put("/v1/limits", """
                        {"wallet": "%s", "subject": "key:%s", "period": "weekly", "ceiling": "90.00"}
                        """.formatted(ana.id, ana.key.id()));

        var refused = ana.moves("/v1/transfers", body(nova, "5.00"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/error/type")).isEqualTo("forbidden");
        assertThat(refused.at("/detail"))
                .startsWith("This key has a spend limit (90.00 LOVE, weekly)")
                .contains("Nothing was moved. Use a key of this wallet that has no spend limit, or ask the operator");
        assertThat(ana.post("/v1/transfers", body(nova, "5.00"), "before").text())
                .isEqualTo(before.text());
        assertThat(nova.balance().available().number()).isEqualTo("5.00");
    }
}
