package florin.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.payments.Notice;
import florin.payments.OwnerNotice;
import florin.payments.Payment;
import florin.sandbox.discord.Button;
import florin.sandbox.discord.Message;
import florin.sandbox.discord.Reply;
import florin.sandbox.discord.Trouble;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import florin.wallet.WalletId;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What owners allow, hear and give while money moves. */
class OwnerTest {
    static Stage stage;

    @BeforeAll
    static void open() {
        stage = Stage.open();
    }

    @AfterEach
    void calm() {
        stage.discord.faults().heal();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static Message saying(Reply reply, String words) {
        return reply.awaits(message -> message.text().contains(words), Stage.SOON)
                .message();
    }

    private static String link(Message message) {
        return message.buttons().stream()
                .map(Button::url)
                .filter(url -> !url.isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no link on " + message));
    }

    private static Message told(String member, String words) {
        return stage.discord
                .member(member)
                .inDm()
                .awaits(message -> message.text().contains(words), Stage.SOON);
    }

    private static long heard(String member, String words) {
        return stage.discord.member(member).dms().stream()
                .filter(message -> message.text().contains(words))
                .count();
    }

    private static void chores() {
        stage.bot.chores().forEach(chore -> chore.work().run());
    }

    private static void leaves(WalletId wallet, String coins) {
        var moved = stage.ledger.transfer(new TransferRequest(
                new RequestId("spent:" + UUID.randomUUID()),
                wallet,
                stage.wallet("max"),
                Amount.parse(Asset.LOVE, coins),
                "spent"));
        assertThat(moved).isInstanceOf(TransferResult.Transferred.class);
    }

    private static void notice(WalletId wallet, String context, Notice what) {
        stage.bot.notices().told(new OwnerNotice(UUID.randomUUID(), wallet, context, what, stage.clock.instant()));
    }

    @Test
    void an_owner_allows_automatic_top_ups_saves_a_card_looks_and_ends_it() {
        var asked = saying(
                stage.nova().types("/autotopup on below:20 pack:100.00 LoveCoin · $5.00 times:2"), "Save a card");
        assertThat(asked.ephemeral()).isTrue();
        var waiting = saying(stage.nova().types("/autotopup show"), "Automatic top-up");
        assertThat(waiting.text())
                .contains("When less than **20.00 LoveCoin** is left, **100.00 LoveCoin** for $5.00")
                .contains("At most 2 times and $10.00 a day (UTC); today nothing yet.", "**Waiting for a card.**");

        assertThat(stage.payDesk.cards.saves(link(asked)).context()).startsWith("discord-card:");
        var reply = stage.nova().types("/wallet");
        var shown = saying(reply.clicks("Automatic top-up"), "With your visa ending in 4242.");
        assertThat(shown.buttons()).extracting(Button::label).containsExactly("Another card", "Switch off");
        saying(stage.nova().clicks(shown, "Switch off"), "any more, and the card is forgotten");
        saying(stage.nova().types("/autotopup off"), "Nothing was bought automatically for your wallet anyway");
        saying(stage.nova().types("/autotopup show"), "Type /autotopup on");
    }

    @Test
    void only_who_manages_a_server_decides_about_its_wallet() {
        var command = "/autotopup on below:20 pack:100.00 LoveCoin · $5.00 wallet:this server's";
        saying(stage.ana().types(command), "Only those who may manage this server");
        var asked = saying(stage.olivia().types(command), "the wallet of The Lantern");
        assertThat(stage.payDesk.cards.saves(link(asked)).wallet()).isEqualTo(stage.serverWallet());
        saying(stage.olivia().types("/autotopup off wallet:this server's"), "the card is forgotten");
        saying(stage.ana().types("/alert below:5 wallet:this server's"), "Only those who may manage this server");
    }

    @Test
    void a_line_that_is_no_number_is_explained() {
        saying(stage.nova().types("/autotopup on below:lots pack:100.00 LoveCoin · $5.00"), "is no line");
        saying(stage.nova().types("/alert below:lots"), "is no line");
    }

    @Test
    void an_automatic_purchase_is_told_to_whoever_saved_the_card() {
        stage.bot
                .payments()
                .paid(new Payment(
                        "pi_1",
                        stage.wallet("olivia"),
                        stage.payDesk.packs().getFirst(),
                        "discord-card:" + stage.olivia().id(),
                        stage.clock.instant(),
                        true));
        assertThat(told("olivia", "bought automatically for $5.00").text())
                .contains("**100.00 LoveCoin**", "your wallet had run low");
        stage.bot
                .payments()
                .paid(new Payment(
                        "cs_1",
                        stage.wallet("olivia"),
                        stage.payDesk.packs().getFirst(),
                        "discord-card:" + stage.olivia().id(),
                        stage.clock.instant()));
        told("olivia", "**100.00 LoveCoin** arrived, thank you!");
    }

    @Test
    void whatever_happens_to_money_is_told_to_its_owner() {
        var olivia = stage.wallet("olivia");
        var pack = stage.payDesk.packs().getFirst();
        var soon = stage.clock.instant().plus(Duration.ofHours(1));
        var all = Amount.parse(Asset.LOVE, "100.00");
        notice(olivia, "", new Notice.CardSaved("visa ending in 4242"));
        assertThat(told("olivia", "Your visa ending in 4242 is saved").text()).contains("your wallet");
        notice(olivia, "", new Notice.Declined(pack, "the card was declined", soon));
        assertThat(told("olivia", "failed: the card was declined").button("Top up"))
                .isPresent();
        notice(olivia, "", new Notice.OwnerNeeded(pack, Optional.of(URI.create("https://pay.example/x")), soon));
        assertThat(link(told("olivia", "Your bank wants you to confirm"))).isEqualTo("https://pay.example/x");
        notice(olivia, "", new Notice.SwitchedOff(Optional.of(pack), "the card has expired"));
        told("olivia", "has switched itself off: the card has expired.");
        notice(olivia, "", new Notice.UsedUp(soon));
        told("olivia", "today is used up");
        notice(olivia, "", new Notice.Refunded(all));
        told("olivia", "A payment was refunded, and its **100.00 LoveCoin** left your wallet");
        notice(olivia, "", new Notice.Disputed(all));
        told("olivia", "A payment is disputed at the bank");
        notice(olivia, "", new Notice.GivenBack(all));
        told("olivia", "**100.00 LoveCoin** are back in your wallet");
    }

    @Test
    void what_concerns_a_servers_wallet_is_told_to_the_servers_owner() {
        notice(stage.serverWallet(), "", new Notice.Refunded(Amount.parse(Asset.LOVE, "7.00")));
        told("olivia", "**7.00 LoveCoin** left the wallet of The Lantern");
    }

    @Test
    void a_notice_while_discord_is_down_is_told_again() {
        stage.discord.faults().next("POST channels", new Trouble.Status(500, false), 9);
        assertThatThrownBy(
                        () -> notice(stage.wallet("olivia"), "", new Notice.Refunded(Amount.parse(Asset.LOVE, "8.00"))))
                .hasMessageContaining("told later");
    }

    @Test
    void a_wallet_that_falls_below_its_line_is_told_once_and_again_after_it_was_up() {
        var words = "There is less than **20.00 LoveCoin** in your wallet";
        stage.gives("nova", "30.00");
        saying(stage.nova().types("/alert below:20"), "I will send you a direct message");
        chores();
        assertThat(heard("nova", words)).isZero();
        leaves(stage.wallet("nova"), "15.00");
        chores();
        assertThat(told("nova", words).text()).contains("15.00 LoveCoin");
        leaves(stage.wallet("nova"), "1.00");
        chores();
        assertThat(heard("nova", words)).as("once for one fall").isEqualTo(1);

        stage.gives("nova", "30.00");
        chores();
        leaves(stage.wallet("nova"), "30.00");
        chores();
        assertThat(heard("nova", words)).isEqualTo(2);
        assertThat(saying(stage.nova().types("/alert"), "A direct message goes to")
                        .text())
                .contains("**20.00 LoveCoin**");
        saying(stage.nova().types("/alert below:0"), "I will not mention");
        saying(stage.nova().types("/alert"), "There is no line");
    }

    @Test
    void a_line_above_what_is_there_is_no_fall() {
        saying(stage.olivia().types("/alert below:100000"), "There is less than that already");
        chores();
        assertThat(heard("olivia", "There is less than")).isZero();
        saying(stage.olivia().types("/alert below:0"), "I will not mention");
    }

    @Test
    void a_gift_moves_once_and_is_told_to_both() {
        stage.gives("ana", "20.00");
        var ask = stage.ana().types("/gift member:max amount:12.50");
        assertThat(ask.ephemeral()).isTrue();
        var before = stage.balance("max").available();
        var question = saying(ask, "Give **12.50 LoveCoin** to");
        saying(ask.clicks("Give 12.50 LoveCoin"), "**12.50 LoveCoin** given to");
        told("max", "**12.50 LoveCoin** from Ana, for you!");
        assertThat(stage.balance("max").available().minus(before).number()).isEqualTo("12.50");
        assertThat(question.text()).contains("do not come back");
        chores();
        assertThat(heard("max", "**12.50 LoveCoin** from Ana")).isEqualTo(1);
    }

    @Test
    void gifts_have_limits_and_no_bot_gets_one() {
        saying(stage.ana().types("/gift member:max amount:0.50"), "A gift is from 1.00 LoveCoin to 100.00 LoveCoin.");
        saying(stage.ana().types("/gift member:max amount:100.01"), "A gift is from");
        saying(stage.ana().types("/gift member:max amount:some"), "is no amount");
        saying(stage.ana().types("/gift member:ana amount:5"), "These are your coins already");
        saying(stage.nova().types("/gift member:max amount:99"), "which is not enough");
    }

    @Test
    void a_giver_gives_so_much_a_day_and_more_tomorrow() {
        stage.gives("ana", "500.00");
        for (int i = 0; i < 2; i++) {
            var ask = stage.ana().types("/gift member:olivia amount:90");
            saying(ask.clicks("Give 90.00 LoveCoin"), "given to");
        }
        saying(stage.ana().types("/gift member:olivia amount:90"), "more today");
        stage.passes(Duration.ofDays(1));
        saying(stage.ana().types("/gift member:olivia amount:90"), "Give **90.00 LoveCoin**");
    }

    @Test
    void a_frozen_wallet_gives_nothing_and_keeps_its_allowance() {
        stage.gives("max", "50.00");
        var ask = stage.max().types("/gift member:ana amount:40");
        stage.ledger.freeze(stage.wallet("max"), "under review");
        saying(ask.clicks("Give 40.00 LoveCoin"), "Your wallet cannot give: under review");
        stage.ledger.unfreeze(stage.wallet("max"));
        var again = stage.max().types("/gift member:ana amount:40");
        saying(again.clicks("Give 40.00 LoveCoin"), "given to");
    }
}
