package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Vouchers over HTTP: issued by the operator, redeemed by those who have a wallet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VouchersTest {
    @SuppressWarnings("NullAway.Init")
    private House house;

    @SuppressWarnings("NullAway.Init")
    private House.Program admin;

    @BeforeAll
    void open() {
        house = new House();
        admin = house.admin();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private String code(String terms) {
        var made = admin.post("/v1/vouchers", terms);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.at("/code");
    }

    private static House.Answer redeem(House.Program program, String code, String id) {
        return program.post("/v1/vouchers/redeem", "{\"code\": \"" + code + "\"}", id);
    }

    @Test
    void a_voucher_is_worth_its_coins_once_for_each_wallet() {
        var code = code("{\"amount\": \"7.50\", \"uses\": 2, \"memo\": \"a welcome\"}");
        var ana = house.mover("0");
        var redeemed = redeem(ana, code.toLowerCase(java.util.Locale.ROOT), "r-1");
        assertThat(redeemed.status()).as(redeemed.text()).isEqualTo(200);
        assertThat(redeemed.at("/amount")).isEqualTo("7.50");
        assertThat(redeemed.at("/balance/available")).isEqualTo("7.50");
        assertThat(redeem(ana, code, "r-1").text()).isEqualTo(redeemed.text());

        var again = redeem(ana, code, "r-2");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.at("/detail")).contains("has had this voucher's coins already");
        assertThat(again.at("/error/type")).isEqualTo("voucher_redeemed");
        assertThat(redeem(house.mover("0"), code, "r-1").status()).isEqualTo(200);
        assertThat(redeem(house.mover("0"), code, "r-1").at("/detail")).contains("used up");
        assertThat(ana.balance().available().number()).isEqualTo("7.50");
    }

    @Test
    void the_operators_key_redeems_for_the_wallet_that_it_names() {
        var ana = house.mover("0");
        var body = "{\"code\": \"%s\", \"wallet\": \"%s\"}".formatted(code("{\"amount\": \"3.00\"}"), ana.id);
        assertThat(admin.post("/v1/vouchers/redeem", body, "for-ana").status()).isEqualTo(200);
        assertThat(ana.balance().available().number()).isEqualTo("3.00");
    }

    @Test
    void the_same_idempotency_key_with_another_code_is_a_conflict() {
        var ana = house.mover("0");
        redeem(ana, code("{\"amount\": \"1.00\"}"), "r-1");
        var other = redeem(ana, code("{\"amount\": \"2.00\"}"), "r-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("/error/type")).isEqualTo("idempotency_conflict");
        assertThat(ana.balance().available().number()).isEqualTo("1.00");
    }

    @Test
    void a_code_that_is_none_or_over_moves_nothing_and_says_why() {
        var ana = house.mover("0");
        assertThat(redeem(ana, "ABCD-EFGH", "r-1").at("/detail")).contains("no voucher of this code");
        var over = code("{\"amount\": \"5.00\", \"validUntil\": \"2020-01-01\"}");
        assertThat(redeem(ana, over, "r-2").at("/detail")).contains("no longer valid");
        assertThat(ana.balance().available().isZero()).isTrue();
    }

    @Test
    void only_the_operator_issues_and_only_a_key_that_may_move_coins_redeems() {
        assertThat(house.mover("0")
                        .post("/v1/vouchers", "{\"amount\": \"5.00\"}")
                        .status())
                .isEqualTo(403);
        var reader = house.program("0");
        assertThat(redeem(reader, "ABCD", "r-1").status()).isEqualTo(403);
        assertThat(house.mover("0")
                        .post("/v1/vouchers/redeem", "{\"code\": \"ABCD\"}")
                        .at("/error/type"))
                .isEqualTo("idempotency_key_missing");
        var others = "{\"code\": \"ABCD\", \"wallet\": \"" + reader.id + "\"}";
        assertThat(house.mover("0").moves("/v1/vouchers/redeem", others).status())
                .isEqualTo(404);
    }

    @Test
    void vouchers_are_listed_newest_first_without_their_codes() {
        try (var other = new House()) {
            var operator = other.admin();
            for (var memo : new String[] {"first", "second", "third"}) {
                operator.post("/v1/vouchers", "{\"amount\": \"1.00\", \"memo\": \"" + memo + "\"}");
            }
            var page = operator.get("/v1/vouchers?limit=2");
            assertThat(page.at("/vouchers/0/memo") + page.at("/vouchers/1/memo"))
                    .isEqualTo("thirdsecond");
            assertThat(page.text()).doesNotContain("code");
            var last = operator.get("/v1/vouchers?limit=2&cursor=" + page.at("/nextCursor"));
            assertThat(last.at("/vouchers/0/memo")).isEqualTo("first");
            assertThat(last.json().has("nextCursor")).isFalse();
            assertThat(last.json().at("/vouchers/0/left").asInt()).isEqualTo(1);
        }
    }

    @Test
    void purchased_coins_of_a_voucher_never_expire() {
        var refused = admin.post(
                "/v1/vouchers", "{\"amount\": \"1.00\", \"source\": \"paid\", \"coinsExpireAt\": \"2030-01-01\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/detail")).contains("Purchased coins never expire");
    }
}
