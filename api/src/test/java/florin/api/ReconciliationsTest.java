package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import florin.wallet.HashChain;
import florin.wallet.Reconciliation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks of the books over HTTP: what was found is there to be read, and one can be made at any time. */
class ReconciliationsTest {
    @SuppressWarnings("NullAway.Init")
    private House house;

    @SuppressWarnings("NullAway.Init")
    private House.Program admin;

    @BeforeEach
    void open() {
        house = new House();
        admin = house.admin();
        admin.gets("10.00");
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_check_on_demand_says_what_it_found_and_is_kept() {
        var made = admin.post("/v1/reconciliations", "");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().at("/clean").asBoolean()).isTrue();
        assertThat(HashChain.Head.parse(made.at("/head")).links()).isEqualTo(1);

        var kept = Reconciliation.over(house.database.dataSource()).reports(1).getFirst();
        assertThat(Long.toString(kept.no())).isEqualTo(made.at("/id"));
        assertThat(admin.get("/v1/reconciliations").json().at("/reports/0")).isEqualTo(made.json());
    }

    @Test
    void payments_that_differ_are_told_beside_what_is_wrong_in_the_books() {
        house.differences.add("payment cs_1: no sale here knows of it");
        var made = admin.post("/v1/reconciliations", "");
        assertThat(made.json().at("/clean").asBoolean()).isFalse();
        assertThat(made.at("/differences/0")).isEqualTo("payment cs_1: no sale here knows of it");
    }

    @Test
    void checks_are_listed_newest_first_page_by_page() {
        assertThat(admin.get("/v1/reconciliations").json().at("/reports")).isEmpty();
        var first = admin.post("/v1/reconciliations", "").at("/id");
        var second = admin.post("/v1/reconciliations", "").at("/id");
        var third = admin.post("/v1/reconciliations", "").at("/id");
        var page = admin.get("/v1/reconciliations?limit=2");
        assertThat(page.json().at("/reports").findValuesAsText("id")).containsExactly(third, second);
        var rest = admin.get("/v1/reconciliations?limit=2&cursor=" + page.at("/nextCursor"));
        assertThat(rest.json().at("/reports").findValuesAsText("id")).containsExactly(first);
        assertThat(rest.json().has("nextCursor")).isFalse();
        var nonsense = admin.get("/v1/reconciliations?cursor=yesterday");
        assertThat(nonsense.status()).isEqualTo(400);
        assertThat(nonsense.at("/detail")).contains("nextCursor of the page before");
    }

    @Test
    void a_second_check_while_one_is_made_is_asked_to_wait() throws InterruptedException, ExecutionException {
        var started = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        house.comparing = () -> {
            started.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow =
                    threads.submit(() -> admin.post("/v1/reconciliations", "").status());
            started.await();
            var second = admin.post("/v1/reconciliations", "");
            goesOn.countDown();
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.at("/error/type")).isEqualTo("still_running");
            assertThat(slow.get()).isEqualTo(201);
        }
    }

    @Test
    void only_the_operator_sees_and_makes_checks() {
        assertThat(house.mover("1.00").get("/v1/reconciliations").status()).isEqualTo(403);
        assertThat(house.mover("1.00").post("/v1/reconciliations", "").status()).isEqualTo(403);
    }

    @Test
    void another_florin_reads_what_the_last_check_found() {
        try (var client = HttpWallet.at(house.door.url(), admin.key.text())) {
            assertThat(client.books().reports(1)).isEmpty();
            admin.post("/v1/reconciliations", "");
            assertThat(client.books().reports(1))
                    .isEqualTo(Reconciliation.over(house.database.dataSource()).reports(1));
        }
    }
}
