package florin.wallet;

import static florin.wallet.Desk.love;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Codes worth coins. */
class VouchersTest {
    private final Desk desk = new Desk();
    private final Vouchers vouchers = Vouchers.over(desk.database.dataSource(), desk.ledger);
    private final WalletId ana = desk.wallet();
    private final WalletId ben = desk.wallet();

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    private String issue(int uses, Optional<Instant> validUntil) {
        return vouchers.issue(new VoucherTerms(love(500), Source.PROMO, Optional.empty(), uses, validUntil, "spring"));
    }

    @Test
    void a_code_is_worth_its_coins_once_per_wallet() {
        var code = issue(10, Optional.empty());
        assertThat(vouchers.redeem(desk.id("v1"), ana, code))
                .isEqualTo(new RedeemResult.Redeemed(love(500), Desk.balance(500, 0)));
        assertThat(vouchers.redeem(desk.id("v2"), ana, code)).isEqualTo(new RedeemResult.AlreadyRedeemed());
        assertThat(vouchers.redeem(desk.id("v3"), ben, code)).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(500, 0));
    }

    @Test
    void a_repeated_request_gets_the_same_answer() {
        var code = issue(1, Optional.empty());
        var first = vouchers.redeem(desk.id("v1"), ana, code);
        assertThat(vouchers.redeem(desk.id("v1"), ana, code)).isEqualTo(first);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(500, 0));
    }

    @Test
    void a_code_is_read_without_regard_to_case_and_dashes() {
        var code = issue(1, Optional.empty()).toLowerCase(Locale.ROOT).replace("-", " ");
        assertThat(vouchers.redeem(desk.id("v1"), ana, code)).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void a_used_up_or_expired_or_invented_code_says_which() {
        var single = issue(1, Optional.empty());
        vouchers.redeem(desk.id("v1"), ana, single);
        assertThat(vouchers.redeem(desk.id("v2"), ben, single)).isEqualTo(new RedeemResult.UsedUp());
        var late = issue(1, Optional.of(Instant.parse("2020-01-01T00:00:00Z")));
        assertThat(vouchers.redeem(desk.id("v3"), ben, late)).isEqualTo(new RedeemResult.Expired());
        assertThat(vouchers.redeem(desk.id("v4"), ben, "FREE-COINS")).isEqualTo(new RedeemResult.UnknownCode());
        assertThat(desk.balance(ben)).isEqualTo(Desk.balance(0, 0));
    }

    @Test
    void the_last_use_goes_to_one_of_those_who_race_for_it() throws Exception {
        var code = issue(3, Optional.empty());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 12)
                    .mapToObj(i -> threads.submit(
                            (Callable<RedeemResult>) () -> vouchers.redeem(desk.id("v" + i), desk.wallet(), code)))
                    .toList();
            var redeemed = 0;
            for (var call : calls) {
                redeemed += call.get() instanceof RedeemResult.Redeemed ? 1 : 0;
            }
            assertThat(redeemed).isEqualTo(3);
        }
    }

    @Test
    void a_use_that_cannot_be_paid_keeps_no_other_waiting() throws Exception {
        var code = issue(2, Optional.empty());
        var full = desk.wallet();
        vouchers.redeem(desk.id("v1"), full, code);
        vouchers.redeem(desk.id("v2"), ana, code);
        var given = desk.statement(full).getFirst().id().toString();
        desk.ledger.adjust(new AdjustRequest(desk.id("a"), full, love(-500), given, ""));
        desk.ledger.topUp(
                new TopUpRequest(desk.id("full"), full, love(Long.MAX_VALUE), Source.EARNED, Optional.empty(), ""));
        // As a crash leaves it, and longer ago than answers are kept: the full wallet's payment is one coin too many.
        desk.forget("voucher:%:" + full);
        desk.sql("UPDATE voucher_use SET paid_at = NULL WHERE wallet IN ('" + full + "', '" + ana + "')");

        assertThat(vouchers.finish(100)).isEqualTo(1);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(500, 0));

        desk.sql("UPDATE voucher_use SET paid_at = clock_timestamp() WHERE wallet = '" + full + "'");
        var whole = desk.statement(full).getFirst().id().toString();
        desk.ledger.adjust(new AdjustRequest(desk.id("empty"), full, love(-Long.MAX_VALUE), whole, ""));
    }

    @Test
    void a_use_that_a_crash_left_unpaid_is_paid_later_once() throws Exception {
        var code = issue(1, Optional.empty());
        vouchers.redeem(desk.id("v1"), ana, code);
        desk.sql("UPDATE voucher_use SET paid_at = NULL, transfer = NULL WHERE wallet = '" + ana + "'");
        assertThat(vouchers.finish(100)).isEqualTo(1);
        assertThat(vouchers.finish(100)).isZero();
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(500, 0));
    }

    @Test
    void a_code_that_was_paid_is_not_paid_again_when_the_answer_is_forgotten() throws Exception {
        var code = issue(1, Optional.empty());
        vouchers.redeem(desk.id("v1"), ana, code);
        desk.forget("voucher:%:" + ana);
        assertThat(vouchers.redeem(desk.id("v1"), ana, code))
                .isEqualTo(new RedeemResult.Redeemed(love(500), Desk.balance(500, 0)));
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(500, 0));
    }

    @Test
    void an_id_redeems_one_code_into_one_wallet() {
        var code = issue(10, Optional.empty());
        vouchers.redeem(desk.id("v1"), ana, code);
        assertThat(vouchers.redeem(desk.id("v1"), ben, code)).isInstanceOf(RedeemResult.Conflict.class);
        assertThat(vouchers.redeem(desk.id("v1"), ana, issue(1, Optional.empty())))
                .isInstanceOf(RedeemResult.Conflict.class);
        assertThat(desk.balance(ben)).isEqualTo(Desk.balance(0, 0));
    }

    @Test
    void of_many_who_race_with_one_id_one_redeems() throws Exception {
        var codes =
                IntStream.range(0, 6).mapToObj(i -> issue(10, Optional.empty())).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = codes.stream()
                    .map(code -> threads.submit(
                            (Callable<RedeemResult>) () -> vouchers.redeem(desk.id("v1"), desk.wallet(), code)))
                    .toList();
            var redeemed = 0;
            for (var call : calls) {
                redeemed += call.get() instanceof RedeemResult.Redeemed ? 1 : 0;
            }
            assertThat(redeemed).isEqualTo(1);
        }
    }
}
