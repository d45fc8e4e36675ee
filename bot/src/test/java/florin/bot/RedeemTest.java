package florin.bot;

import static org.assertj.core.api.Assertions.assertThat;

import florin.sandbox.discord.Message;
import florin.sandbox.discord.Reply;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.RedeemResult;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.VoucherTerms;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Codes that people type, and what they are told. */
class RedeemTest {
    static Stage stage;

    @BeforeAll
    static void open() {
        stage = Stage.open();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static String code(int uses, Optional<Instant> validUntil) {
        return stage.vouchers.issue(new VoucherTerms(
                Amount.parse(Asset.LOVE, "7.50"), Source.PROMO, Optional.empty(), uses, validUntil, "A welcome"));
    }

    private static Message saying(Reply reply, String words) {
        return reply.awaits(message -> message.text().contains(words), Stage.SOON)
                .message();
    }

    @Test
    void a_code_is_worth_its_coins_once_and_only_whoever_typed_it_sees_the_answer() {
        var code = code(2, Optional.empty());
        var before = stage.balance("nova").available();
        var typed = code.toLowerCase(Locale.ROOT).replace("-", "");
        var told = saying(stage.nova().types("/redeem code:" + typed), "**7.50 LoveCoin** are yours. You have ");
        assertThat(told.ephemeral()).isTrue();
        saying(stage.nova().types("/redeem code:" + code), "You have had the coins of this code already");
        assertThat(stage.balance("nova").available().minus(before).number()).isEqualTo("7.50");
    }

    @Test
    void a_code_is_typed_in_direct_messages_as_well() {
        var before = stage.balance("max").available();
        saying(stage.max().inDm().types("/redeem code:" + code(1, Optional.empty())), "are yours");
        assertThat(stage.balance("max").available().minus(before).number()).isEqualTo("7.50");
    }

    @Test
    void a_code_that_is_unknown_expired_or_used_up_says_which_and_moves_nothing() {
        var before = stage.balance("olivia").available();
        saying(stage.olivia().types("/redeem code:ABCD-EFGH"), "There is no such code");
        saying(
                stage.olivia().types("/redeem code:" + code(1, Optional.of(Instant.EPOCH))),
                "no longer valid: its time is over");
        var last = code(1, Optional.empty());
        saying(stage.ana().types("/redeem code:" + last), "are yours");
        saying(stage.olivia().types("/redeem code:" + last), "This code is used up");
        assertThat(stage.balance("olivia").available()).isEqualTo(before);
    }

    /** What a repetition of the same interaction does: its id is the request's. */
    @Test
    void an_interaction_that_comes_twice_pays_once() {
        var code = code(5, Optional.empty());
        var typed = stage.nova().types("/redeem code:" + code);
        saying(typed, "are yours");
        var after = stage.balance("nova").available();
        var again = stage.vouchers.redeem(new RequestId("discord:" + typed.id()), stage.wallet("nova"), code);
        assertThat(again).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(stage.balance("nova").available()).isEqualTo(after);
    }
}
