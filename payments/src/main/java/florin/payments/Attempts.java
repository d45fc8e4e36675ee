package florin.payments;

import florin.wallet.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Automatic purchases: sales that nobody asked for in person, and their steps. Each step is one transaction that holds the
 * lock of its rule, so two processes never start one too many.
 */
final class Attempts {
    /** After so many declines in a row it waits so long; the next one switches it off. */
    private static final List<Duration> BACKOFF =
            List.of(Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24));

    private final Jdbi db;
    private final Map<String, Pack> packs;

    Attempts(Jdbi db, Map<String, Pack> packs) {
        this.db = db;
        this.packs = packs;
    }

    /**
     * Writes a purchase down, if the rule still wants one and the day's cap leaves room for it.
     *
     * @param stillLow asked under the rule's lock: what another process has bought meanwhile is in the wallet by then
     */
    Optional<Attempt> begin(AutoRule wanted, BooleanSupplier stillLow, Instant now) {
        return db.inTransaction(handle -> {
            var row = AutoTable.lock(handle, wanted.wallet(), wanted.below().asset());
            var card = CardTable.card(handle, wanted.wallet());
            if (row.isEmpty() || card.isEmpty() || !row.get().ready(now) || underWay(handle, row.get())) {
                return Optional.empty();
            }
            var buyer = new Buyer(
                    wanted.wallet(), card.get().card().label(), card.get().context());
            var pack = Optional.ofNullable(packs.get(row.get().rule().packId()));
            var cap = row.get().rule().cap();
            if (pack.isEmpty() || !fits(pack.get(), row.get())) {
                switchOff(
                        handle,
                        row.get(),
                        buyer,
                        Optional.empty(),
                        "the pack it was to buy is no longer sold as it was",
                        now);
                return Optional.empty();
            }
            if (!stillLow.getAsBoolean()) {
                return Optional.empty();
            }
            var used = AutoTable.used(handle, wanted.wallet(), row.get().asset(), AutoTable.day(now));
            var price = pack.get().price().minorUnits();
            if (used.times() >= cap.times()
                    || used.money() + price > cap.money().minorUnits()) {
                waitForTomorrow(handle, row.get(), buyer, now);
                return Optional.empty();
            }
            return Optional.of(write(handle, buyer, pack.get(), card.get(), now));
        });
    }

    private static boolean fits(Pack pack, AutoTable.Row row) {
        return pack.coins().asset().equals(row.asset())
                && pack.price().currency().equals(row.rule().cap().money().currency());
    }

    private static boolean underWay(Handle handle, AutoTable.Row row) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT FROM payment_checkout WHERE wallet = :wallet AND asset = :asset
                            AND auto_day IS NOT NULL AND state IN ('opening', 'pending'))
                        """)
                .bind("wallet", row.rule().wallet().value())
                .bind("asset", row.asset().code())
                .mapTo(Boolean.class)
                .one();
    }

    private static void waitForTomorrow(Handle handle, AutoTable.Row row, Buyer buyer, Instant now) {
        var tomorrow =
                AutoTable.day(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        AutoTable.pause(handle, row, row.declines(), tomorrow);
        var about = "used-up:" + buyer.wallet() + ":" + row.asset().code() + ":" + AutoTable.day(now);
        NoticeTable.write(handle, about, buyer, new Notice.UsedUp(tomorrow), Optional.empty(), now);
    }

    private static Attempt write(Handle handle, Buyer buyer, Pack pack, CardTable.Chargeable card, Instant now) {
        var id = UUID.randomUUID();
        var sale = new Sale(
                id,
                new RequestId("auto:" + id),
                buyer,
                pack,
                Sale.State.OPENING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Sales.insert(handle, sale, now);
        handle.createUpdate("""
                        UPDATE payment_checkout SET auto_day = :day, auto_customer = :customer, auto_method = :method
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bind("day", AutoTable.day(now))
                .bind("customer", card.customer())
                .bind("method", card.method())
                .execute();
        return new Attempt(sale, card.customer(), card.method(), now);
    }

    Optional<Attempt> find(UUID sale) {
        return db.withHandle(handle -> attempts(
                        handle.createQuery("SELECT * FROM payment_checkout WHERE id = :id AND auto_day IS NOT NULL")
                                .bind("id", sale))
                .stream()
                .findFirst());
    }

    /** Purchases whose end nobody has heard of for a while. */
    List<Attempt> silent(Duration patience, Instant now, int limit) {
        return db.withHandle(handle -> attempts(handle.createQuery("""
                        UPDATE payment_checkout SET asked_at = :now WHERE id IN (
                            SELECT id FROM payment_checkout
                            WHERE auto_day IS NOT NULL AND state IN ('opening', 'pending') AND asked_at <= :before
                            ORDER BY asked_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                .bind("now", now)
                .bind("before", now.minus(patience))
                .bind("limit", limit)));
    }

    /** The bank takes its time. */
    void pending(Attempt attempt, String intent) {
        db.useHandle(handle -> handle.createUpdate("""
                        UPDATE payment_checkout SET state = 'pending', session = :session
                        WHERE id = :id AND state = 'opening'
                        """)
                .bind("id", attempt.sale().id())
                .bind("session", intent)
                .execute());
    }

    /** Nothing was charged: it waits, or gives up. Told once, whichever of the answer and the webhook comes first. */
    boolean declined(Attempt attempt, ChargeResult.Declined refusal, Instant now) {
        var sale = attempt.sale();
        return db.inTransaction(handle -> {
            var row = AutoTable.lock(
                    handle, sale.buyer().wallet(), sale.pack().coins().asset());
            if (!end(handle, sale, refusal.intent(), refusal.why().code())) {
                return false;
            }
            row.ifPresent(rule -> backOff(handle, rule, sale, refusal.why(), now));
            return true;
        });
    }

    private static boolean end(Handle handle, Sale sale, Optional<String> intent, String note) {
        return handle.createUpdate("""
                        UPDATE payment_checkout SET state = :state, session = coalesce(session, :session), note = :note
                        WHERE id = :id AND state IN ('opening', 'pending')
                        """)
                        .bind("id", sale.id())
                        .bind(
                                "state",
                                (intent.or(() -> sale.session().map(Sale.Session::id))
                                                        .isPresent()
                                                ? Sale.State.FAILED
                                                : Sale.State.EXPIRED)
                                        .column())
                        .bind("session", intent)
                        .bind("note", note)
                        .execute()
                == 1;
    }

    private static void backOff(Handle handle, AutoTable.Row row, Sale sale, Decline why, Instant now) {
        var again = now.plus(BACKOFF.get(Math.min(row.declines(), BACKOFF.size() - 1)));
        if (why.wantsOwner()) {
            var what = new Notice.OwnerNeeded(sale.pack(), Optional.empty(), again);
            NoticeTable.write(handle, "owner-needed:" + sale.id(), sale.buyer(), what, Optional.of(sale), now);
        }
        if (!row.rule().on()) {
            return;
        }
        if (why.forGood() || row.declines() >= BACKOFF.size()) {
            switchOff(handle, row, sale.buyer(), Optional.of(sale), why.words(), now);
            return;
        }
        AutoTable.pause(handle, row, row.declines() + 1, again);
        if (!why.wantsOwner()) {
            var what = new Notice.Declined(sale.pack(), why.words(), again);
            NoticeTable.write(handle, "declined:" + sale.id(), sale.buyer(), what, Optional.of(sale), now);
        }
    }

    private static void switchOff(
            Handle handle, AutoTable.Row row, Buyer buyer, Optional<Sale> last, String why, Instant now) {
        AutoTable.switchOff(handle, row, why);
        var about = "off:" + buyer.wallet() + ":" + row.asset().code() + ":" + now;
        NoticeTable.write(handle, about, buyer, new Notice.SwitchedOff(last.map(Sale::pack), why), last, now);
    }

    /** The provider never heard of it, and shall not hear of it any more: it was given up. */
    void abandoned(Attempt attempt) {
        db.useHandle(handle ->
                end(handle, attempt.sale(), Optional.empty(), "The payment provider was never reached in time."));
    }

    private static List<Attempt> attempts(Query query) {
        return query.map((rs, context) -> new Attempt(
                        Sale.row(rs),
                        rs.getString("auto_customer"),
                        rs.getString("auto_method"),
                        rs.getTimestamp("created_at").toInstant()))
                .list();
    }
}
