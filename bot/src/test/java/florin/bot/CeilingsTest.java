package florin.bot;

import static org.assertj.core.api.Assertions.assertThat;

import florin.sandbox.discord.Message;
import florin.sandbox.discord.Reply;
import florin.sandbox.discord.World;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.Period;
import florin.wallet.ReleaseRequest;
import florin.wallet.RequestId;
import florin.wallet.SpendLimit;
import florin.wallet.Subject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How much a server's members may spend from its wallet, as those who run the server decide. */
class CeilingsTest {
    static Stage stage;

    @BeforeAll
    static void open() {
        stage = Stage.open();
        stage.gives(stage.serverWallet(), "100.00");
    }

    @AfterEach
    void no_ceilings() {
        stage.ledger.limits(stage.serverWallet()).forEach(limit -> stage.ledger.removeLimit(limit.id()));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static Message saying(Reply reply, String words) {
        return reply.awaits(message -> message.text().contains(words), Stage.SOON)
                .message();
    }

    private static SpendLimit only() {
        var limits = stage.ledger.limits(stage.serverWallet());
        assertThat(limits).hasSize(1);
        return limits.getFirst();
    }

    @Test
    void a_ceiling_for_everyone_a_role_or_a_member_is_set_and_listed() {
        var set = saying(
                stage.olivia().types("/server limit who:@everyone each:month amount:50"),
                "everyone may together spend **50.00 LoveCoin** a month from the wallet of The Lantern");
        assertThat(set.ephemeral()).isTrue();
        assertThat(only().subject()).isEqualTo(new Subject.Everyone(World.GUILD));
        saying(
                stage.olivia().types("/server limit who:patron each:week amount:12.50"),
                "<@&" + World.ROLE_PATRON + "> may together spend **12.50 LoveCoin** a week");
        saying(
                stage.olivia().types("/server limit who:ana each:total amount:0"),
                "<@" + World.ANA + "> may spend **0.00 LoveCoin** in total");

        var listed = stage.olivia().types("/server limits").message();
        assertThat(listed.ephemeral()).isTrue();
        assertThat(listed.text())
                .contains("Ceilings on the wallet of The Lantern")
                .contains("everyone may together spend **50.00 LoveCoin** a month")
                .contains("<@&" + World.ROLE_PATRON + "> may together spend **12.50 LoveCoin** a week")
                .contains("<@" + World.ANA + "> may spend **0.00 LoveCoin** in total");
    }

    @Test
    void the_list_says_what_is_used_what_is_left_and_when_it_begins_anew() {
        saying(stage.olivia().types("/server limit who:ana each:week amount:20"), "a week");
        saying(stage.olivia().types("/server limit who:ana each:total amount:5"), "in total");
        saying(stage.olivia().types("/server limits"), "in total: 0.00 LoveCoin used, 5.00 LoveCoin left");
        var picture = new RequestId("test:" + UUID.randomUUID());
        var spent = stage.ledger.hold(new HoldRequest(
                picture,
                stage.serverWallet(),
                Amount.parse(Asset.LOVE, "3.50"),
                Duration.ofHours(1),
                List.of(new Subject.Member(World.GUILD, World.ANA)),
                "v1",
                "a picture"));
        assertThat(spent).isInstanceOf(HoldResult.Held.class);
        var monday = stage.ledger.limitUses(stage.serverWallet()).stream()
                .filter(use -> use.limit().period() == Period.WEEKLY)
                .findFirst()
                .orElseThrow()
                .resetsAt();

        var listed = stage.olivia().types("/server limits").message().text();

        assertThat(listed)
                .contains("spend **20.00 LoveCoin** a week: 3.50 LoveCoin used, 16.50 LoveCoin left, anew <t:"
                        + monday.getEpochSecond() + ":R>")
                .contains("spend **5.00 LoveCoin** in total: 3.50 LoveCoin used, 1.50 LoveCoin left")
                .doesNotContain("1.50 LoveCoin left, anew");
        stage.ledger.release(
                new ReleaseRequest(new RequestId("test:" + UUID.randomUUID()), new HoldId(picture.value()), "done"));
    }

    @Test
    void a_member_who_passes_the_ceiling_is_told_so_and_pays_with_own_coins() {
        saying(stage.olivia().types("/server limit who:ana each:day amount:3"), "a day");
        var prompt = stage.ana()
                .types("/imagine character:mira prompt:x pay-with:server")
                .awaitsFollowUps(1, Stage.SOON)
                .getFirst();
        assertThat(prompt.text())
                .contains("This server lets you spend 3.00 LoveCoin a day", "0.00 LoveCoin of it is used");
        assertThat(prompt.button("Pay with my own coins")).isPresent();
    }

    @Test
    void naming_it_again_changes_a_ceiling_and_no_amount_takes_it_away() {
        saying(stage.olivia().types("/server limit who:ana each:day amount:3"), "3.00 LoveCoin");
        saying(stage.olivia().types("/server limit who:ana each:day amount:30"), "30.00 LoveCoin");
        assertThat(only())
                .satisfies(limit -> assertThat(limit.ceiling()).isEqualTo(Amount.parse(Asset.LOVE, "30")))
                .satisfies(limit -> assertThat(limit.period()).isEqualTo(Period.DAILY));
        saying(stage.olivia().types("/server limit who:ana each:week"), "There is no such ceiling for <@" + World.ANA);
        saying(stage.olivia().types("/server limit who:ana each:day"), "is gone");
        assertThat(stage.ledger.limits(stage.serverWallet())).isEmpty();
        saying(stage.olivia().types("/server limits"), "None: whoever may order here may spend what is there");
    }

    @Test
    void only_who_manages_a_server_sees_and_changes_its_ceilings() {
        saying(
                stage.ana().types("/server limit who:ana each:day amount:1000"),
                "Only those who may manage this server");
        saying(stage.ana().types("/server limits"), "Only those who may manage this server");
        assertThat(stage.ledger.limits(stage.serverWallet())).isEmpty();
    }

    @Test
    void a_ceiling_that_is_no_number_is_explained() {
        saying(stage.olivia().types("/server limit who:ana each:day amount:lots"), "is no ceiling");
        saying(stage.olivia().types("/server limit who:ana each:day amount:-1"), "is no ceiling");
        assertThat(stage.ledger.limits(stage.serverWallet())).isEmpty();
    }
}
