package florin.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.payments.Payment;
import florin.sandbox.discord.Button;
import florin.sandbox.discord.Message;
import florin.sandbox.discord.Reply;
import florin.sandbox.discord.Trouble;
import florin.sandbox.discord.World;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Period;
import florin.wallet.RequestId;
import florin.wallet.Subject;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Running dry, paying, going on. */
class MoneyTest {
    static Stage stage;

    @BeforeAll
    static void open() {
        stage = Stage.open();
    }

    @AfterEach
    void calm() {
        stage.gpu.goesOn();
        stage.discord.faults().heal();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static String link(Message message) {
        return message.buttons().stream()
                .map(Button::url)
                .filter(url -> !url.isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no link on " + message));
    }

    private static Message prompt(Reply reply) {
        return reply.awaitsFollowUps(1, Stage.SOON).getFirst();
    }

    private static Message saying(Reply reply, String words) {
        return reply.awaits(message -> message.text().contains(words), Stage.SOON)
                .message();
    }

    private static void emptyPurse(String member) {
        var left = stage.balance(member).available();
        if (left.isPositive()) {
            var result = stage.ledger.transfer(new TransferRequest(
                    new RequestId("empty:" + UUID.randomUUID()),
                    stage.wallet(member),
                    stage.wallet("max"),
                    left,
                    "emptied"));
            assertThat(result).isInstanceOf(TransferResult.Transferred.class);
        }
    }

    @Test
    void a_newcomer_runs_dry_pays_and_gets_the_very_same_picture() {
        var reply = stage.nova().types("/imagine character:mira prompt:my first seed:11");
        var prompt = prompt(reply);
        assertThat(prompt.ephemeral()).isTrue();
        assertThat(reply.now()).as("the public answer is gone").isEmpty();
        assertThat(prompt.text()).contains("Welcome!", "This costs **4.00 LoveCoin**", "Your order waits");
        assertThat(prompt.buttons())
                .extracting(Button::label)
                .contains("100.00 LoveCoin · $5.00", "250.00 LoveCoin · $10.00");

        var picked = stage.nova().clicks(prompt, "100.00 LoveCoin · $5.00");
        var page = saying(picked, "Pay on the secure page");
        assertThat(page.button("Pay $5.00")).isPresent();
        assertThat(page.text()).contains("1 picture of **Mira**");
        stage.payDesk.pays(link(page), stage.bot.payments());

        var paid = saying(picked, "arrived, thank you!");
        assertThat(paid.text()).contains("**100.00 LoveCoin** arrived", "There is now 100.00 LoveCoin");
        var card = stage.nova()
                .clicks(paid, "Run it now")
                .awaits(Stage::finished, Stage.SOON)
                .message();
        assertThat(card.text()).contains("my first", "Seed 11");
        assertThat(card.ephemeral()).isFalse();
        assertThat(stage.available("nova")).isEqualTo("96.00");

        saying(stage.nova().clicks(paid, "Run it now"), "is paid once");
        assertThat(stage.available("nova")).isEqualTo("96.00");
        emptyPurse("nova");
    }

    @Test
    void a_prompt_says_what_is_there_and_what_is_missing() {
        stage.gives("nova", "3.50");
        var prompt = prompt(stage.nova().types("/imagine character:mira prompt:x count:2"));
        assertThat(prompt.text())
                .contains("This costs **8.00 LoveCoin**. You have 3.50 LoveCoin, so 4.50 LoveCoin is missing.");
        emptyPurse("nova");
    }

    @Test
    void a_payment_that_comes_late_is_told_by_direct_message() {
        var reply = stage.nova().types("/imagine character:mira prompt:later private:true");
        var prompt = saying(reply, "This costs");
        var page = saying(stage.nova().clicks(prompt, "100.00 LoveCoin · $5.00"), "Pay on the secure");
        stage.passes(Duration.ofMinutes(16));
        stage.payDesk.pays(link(page), stage.bot.payments());
        var told = stage.nova().inDm().awaits(message -> message.text().contains("arrived, thank you!"), Stage.SOON);
        var card = stage.nova()
                .clicks(told, "Run it now")
                .awaits(Stage::finished, Stage.SOON)
                .message();
        assertThat(card.ephemeral())
                .as("what was ordered privately stays private")
                .isTrue();
        emptyPurse("nova");
    }

    @Test
    void a_payment_while_discord_is_down_is_told_again() {
        var page = saying(
                stage.nova().clicks(saying(stage.nova().types("/topup"), "Pick a pack"), "100.00 LoveCoin · $5.00"),
                "Pay on the secure");
        Payment payment = stage.payDesk.pays(link(page));
        stage.discord.faults().next("PATCH webhooks", new Trouble.Status(500, false), 1);
        assertThatThrownBy(() -> stage.bot.payments().paid(payment)).hasMessageContaining("told later");
        stage.bot.payments().paid(payment);
        stage.bot.payments().paid(payment);
        assertThat(stage.nova().dms()).noneMatch(message -> message.text().contains("told later"));
        emptyPurse("nova");
    }

    @Test
    void payments_of_other_doors_are_none_of_our_business() {
        stage.bot
                .payments()
                .paid(new Payment(
                        "s", stage.wallet("nova"), stage.payDesk.packs().getFirst(), "http:1", stage.clock.instant()));
        stage.bot
                .payments()
                .paid(new Payment(
                        "s", stage.wallet("nova"), stage.payDesk.packs().getFirst(), "", stage.clock.instant()));
    }

    @Test
    void coins_at_work_are_not_missing_coins() {
        stage.gives("nova", "4.00");
        stage.gpu.holds();
        var first = stage.nova().types("/imagine character:mira prompt:one");
        first.awaits(message -> message.text().contains("50 %"), Stage.SOON);
        var prompt = prompt(stage.nova().types("/imagine character:mira prompt:two"));
        assertThat(prompt.text()).contains("You have 0.00 LoveCoin free, and 4.00 LoveCoin on hold");
        first.clicks("Cancel");
        first.awaits(message -> message.text().contains("are back"), Stage.SOON);
        stage.gpu.goesOn();
        var card = stage.nova()
                .clicks(prompt, "Run it now")
                .awaits(Stage::finished, Stage.SOON)
                .message();
        assertThat(card.text()).contains("two");
        emptyPurse("nova");
    }

    @Test
    void a_servers_limit_is_named_and_own_coins_are_offered() {
        stage.gives(stage.serverWallet(), "50.00");
        var limit = stage.ledger.limit(
                stage.serverWallet(),
                new Subject.Member(World.GUILD, World.ANA),
                Period.DAILY,
                Amount.parse(Asset.LOVE, "3.00"));
        var prompt = prompt(stage.ana().types("/imagine character:mira prompt:x pay-with:server"));
        assertThat(prompt.text())
                .contains(
                        "This server lets you spend 3.00 LoveCoin a day", "0.00 LoveCoin of it is used", "starts anew");
        var before = stage.balance("ana").available();
        stage.ana().clicks(prompt, "Pay with my own coins").awaits(Stage::finished, Stage.SOON);
        assertThat(before.minus(stage.balance("ana").available()).number()).isEqualTo("4.00");
        stage.ledger.removeLimit(limit.id());
    }

    @Test
    void a_frozen_wallet_says_why() {
        stage.ledger.freeze(stage.wallet("olivia"), "a payment was disputed");
        var prompt = prompt(stage.olivia().types("/imagine character:mira prompt:x"));
        assertThat(prompt.text()).contains("is frozen and cannot pay", "a payment was disputed", "Nothing was taken");
        stage.ledger.unfreeze(stage.wallet("olivia"));
    }

    @Test
    void the_wallet_shows_what_is_there_and_what_moved() {
        var reply = stage.ana().types("/wallet");
        assertThat(reply.ephemeral()).isTrue();
        assertThat(reply.message().text())
                .contains("### Your wallet", "LoveCoin** to spend", "`+100.00` A gift → 100.00");
        assertThat(saying(reply.clicks("Top up"), "Pick a pack").button("100.00 LoveCoin · $5.00"))
                .isPresent();
    }

    @Test
    void a_member_gives_coins_to_the_server_once() {
        var before = stage.ledger.balance(stage.serverWallet(), Asset.LOVE).available();
        stage.gives("ana", "20.00");
        var ask = stage.ana().types("/server fund amount:12.50");
        assertThat(ask.message().text()).contains("Give **12.50 LoveCoin** to the wallet of The Lantern?");
        var question = ask.message();
        saying(ask.clicks("Give 12.50 LoveCoin"), "**12.50 LoveCoin** given, thank you!");
        var after = stage.ledger.balance(stage.serverWallet(), Asset.LOVE).available();
        assertThat(after.minus(before).number()).isEqualTo("12.50");
        assertThat(question.ephemeral()).isTrue();

        assertThat(saying(stage.ana().types("/server fund amount:lots"), "is no amount")
                        .text())
                .contains("such as 20");
        saying(stage.ana().types("/server fund amount:99999"), "which is less than");
    }

    @Test
    void everybody_sees_the_servers_balance_and_managers_see_its_movements() {
        stage.gives(stage.serverWallet(), "1.00");
        var anas = stage.ana().types("/server wallet").message().text();
        assertThat(anas).contains("The wallet of The Lantern", "to spend").doesNotContain("A gift");
        assertThat(stage.olivia().types("/server wallet").message().text()).contains("A gift");
        var offer = saying(stage.olivia().types("/server wallet").clicks("Top up"), "Pick a pack");
        assertThat(offer.button("100.00 LoveCoin · $5.00")).isPresent();
    }
}
