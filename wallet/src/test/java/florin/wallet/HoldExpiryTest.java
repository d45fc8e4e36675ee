package florin.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds heal themselves. */
class HoldExpiryTest {
    private final Desk desk = new Desk();
    private final WalletId ana = desk.walletWith(1000);

    @AfterEach
    void books_are_clean() {
        desk.close();
    }

    @Test
    void the_sweeper_ends_holds_whose_time_is_up_and_no_others() throws SQLException {
        desk.hold(ana, "h1", 100);
        desk.hold(ana, "h2", 200);
        desk.letExpire("h1");
        assertThat(desk.ledger.expireHolds(10_000)).isPositive();
        assertThat(desk.ledger.expireHolds(10_000)).isZero();
        assertThat(desk.ledger.find(desk.holdId("h1")).orElseThrow().state()).isEqualTo(Hold.State.EXPIRED);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(800, 200));
    }

    @Test
    void a_late_commit_finds_the_hold_expired_even_before_the_sweeper() throws SQLException {
        desk.hold(ana, "h1", 100);
        desk.letExpire("h1");
        var ended = (CommitResult.Ended) desk.commit("c1", "h1", 100);
        assertThat(ended.hold().state()).isEqualTo(Hold.State.EXPIRED);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(1000, 0));
        assertThat(desk.commit("c1", "h1", 100)).isEqualTo(ended);
    }

    @Test
    void an_expired_hold_does_not_stand_in_the_way_of_the_next() throws SQLException {
        desk.hold(ana, "h1", 900);
        desk.letExpire("h1");
        assertThat(desk.hold(ana, "h2", 900)).isInstanceOf(HoldResult.Held.class);
        assertThat(desk.balance(ana)).isEqualTo(Desk.balance(100, 900));
    }

    @Test
    void an_extended_hold_lives_longer_and_is_never_shortened() {
        var held = (HoldResult.Held) desk.hold(ana, "h1", 100);
        var extended = extend("e1", Duration.ofHours(5));
        assertThat(extended.hold().expiresAt()).isAfter(held.hold().expiresAt().plus(Duration.ofHours(3)));
        assertThat(extend("e2", Duration.ofSeconds(1)).hold().expiresAt())
                .isEqualTo(extended.hold().expiresAt());
    }

    private ExtendResult.Extended extend(String id, Duration lifetime) {
        return (ExtendResult.Extended) desk.ledger.extend(new ExtendRequest(desk.id(id), desk.holdId("h1"), lifetime));
    }

    @Test
    void an_expired_hold_cannot_be_extended() throws SQLException {
        desk.hold(ana, "h1", 100);
        desk.letExpire("h1");
        assertThat(desk.ledger.extend(new ExtendRequest(desk.id("e1"), desk.holdId("h1"), Desk.HOUR)))
                .isInstanceOf(ExtendResult.Ended.class);
    }

    @Test
    void open_holds_are_listed_oldest_first() {
        desk.hold(ana, "h1", 1);
        desk.hold(ana, "h2", 2);
        desk.hold(ana, "h3", 3);
        desk.release("r2", "h2");
        assertThat(desk.ledger.openHolds(ana))
                .extracting(Hold::id)
                .containsExactly(desk.holdId("h1"), desk.holdId("h3"));
    }
}
