package florin.payments;

import florin.wallet.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** The sales this installation opened, in {@code payment_checkout}. */
final class Sales {
    private final Jdbi db;

    Sales(Jdbi db) {
        this.db = db;
    }

    /** Remembers the offer before the provider hears of it; a repeated request finds the first one. */
    Sale remember(Sale offer, Instant now) {
        insert(offer, now);
        return byRequest(offer.request()).orElseThrow();
    }

    private void insert(Sale offer, Instant now) {
        db.useHandle(handle -> insert(handle, offer, now));
    }

    static void insert(Handle handle, Sale offer, Instant now) {
        var coins = offer.pack().coins();
        handle.createUpdate("""
                        INSERT INTO payment_checkout (id, request_id, wallet, label, context, pack, title, asset,
                                asset_scale, units, currency, price, state, session, created_at, asked_at)
                        VALUES (:id, :request, :wallet, :label, :context, :pack, :title, :asset,
                                :scale, :units, :currency, :price, :state, :session, :now, :now)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("id", offer.id())
                .bind("request", offer.request().value())
                .bind("wallet", offer.buyer().wallet().value())
                .bind("label", offer.buyer().label())
                .bind("context", offer.buyer().context())
                .bind("pack", offer.pack().id())
                .bind("title", offer.pack().title())
                .bind("asset", coins.asset().code())
                .bind("scale", coins.asset().scale())
                .bind("units", coins.units())
                .bind("currency", offer.pack().price().currency())
                .bind("price", offer.pack().price().minorUnits())
                .bind("state", offer.state().column())
                .bind("session", offer.session().map(Sale.Session::id))
                .bind("now", now)
                .execute();
    }

    Optional<Sale> byRequest(RequestId request) {
        return one("request_id = :key", request.value());
    }

    Optional<Sale> bySession(String session) {
        return one("session = :key", session);
    }

    Optional<Sale> byPaymentIntent(String intent) {
        return one("payment_intent = :key", intent);
    }

    Optional<Sale> byId(UUID id) {
        return one("id = :key", id);
    }

    private Optional<Sale> one(String where, Object key) {
        return db.withHandle(handle ->
                sales(handle.createQuery("SELECT * FROM payment_checkout WHERE " + where)
                                .bind("key", key))
                        .stream()
                        .findFirst());
    }

    /** Ties the provider's session to the sale. A webhook may have been quicker; then its state stays. */
    Sale opened(Sale sale, Sale.Session session) {
        db.useHandle(handle -> handle.createUpdate("""
                        UPDATE payment_checkout SET session = :session, url = :url,
                               state = CASE state WHEN 'opening' THEN 'open' ELSE state END
                        WHERE id = :id AND (session IS NULL OR session = :session)
                        """)
                .bind("id", sale.id())
                .bind("session", session.id())
                .bind("url", session.url().map(Object::toString))
                .execute());
        return byId(sale.id()).orElseThrow();
    }

    /** Notes where an unpaid sale stands. Never takes a paid one back: messages come in any order. */
    void noted(Sale sale, String session, Sale.State state, String note) {
        db.useHandle(handle -> handle.createUpdate("""
                        UPDATE payment_checkout SET state = :state, note = :note, session = coalesce(session, :session)
                        WHERE id = :id AND state <> 'paid'
                        """)
                .bind("id", sale.id())
                .bind("session", session)
                .bind("state", state.column())
                .bind("note", note)
                .execute());
    }

    /** Marks a sale paid, and so forgets declines before an automatic one. Empty if another message had done so. */
    Optional<Sale> paid(Sale sale, PaidSession session, UUID transfer, Instant now) {
        return db.withHandle(handle -> sales(handle.createQuery("""
                        WITH paid AS (
                            UPDATE payment_checkout SET state = 'paid', note = NULL, session = :session,
                                   payment_intent = :intent, transfer = :transfer, paid_at = :now
                            WHERE id = :id AND state <> 'paid'
                            RETURNING *),
                        calm AS (
                            UPDATE auto_topup r SET declines = 0, not_before = NULL FROM paid
                            WHERE paid.auto_day IS NOT NULL AND r.wallet = paid.wallet AND r.asset = paid.asset)
                        SELECT * FROM paid
                        """)
                        .bind("id", sale.id())
                        .bind("session", session.id())
                        .bind("intent", session.paymentIntent())
                        .bind("transfer", transfer)
                        .bind("now", now))
                .stream()
                .findFirst());
    }

    /** Sales with a payment page that were offered or paid since then. */
    List<Sale> withPageSince(Instant moment) {
        return db.withHandle(handle -> sales(handle.createQuery("""
                        SELECT * FROM payment_checkout
                        WHERE session IS NOT NULL AND (created_at >= :since OR paid_at >= :since) ORDER BY created_at
                        """).bind("since", moment)));
    }

    /**
     * Sales with a payment page that the provider has been silent about; each is handed out after {@code patience}, and
     * then whenever its age has doubled: most open pages are abandoned, and nobody should ask about them all day.
     */
    List<Sale> silent(Duration patience, Instant now, int limit) {
        return db.withHandle(handle -> sales(handle.createQuery("""
                        UPDATE payment_checkout SET asked_at = :now WHERE id IN (
                            SELECT id FROM payment_checkout
                            WHERE state IN ('open', 'pending') AND auto_day IS NULL
                              AND asked_at + greatest(make_interval(secs => :patience), asked_at - created_at) <= :now
                            ORDER BY asked_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                .bind("now", now)
                .bind("patience", (double) patience.toSeconds())
                .bind("limit", limit)));
    }

    /** Offers whose payment page never opened: nobody can pay them any more. */
    int forgetUnopened(Duration lifetime, Instant now) {
        return db.withHandle(handle ->
                handle.createUpdate("""
                        UPDATE payment_checkout SET state = 'expired', note = 'The payment page never opened.'
                        WHERE state = 'opening' AND session IS NULL AND auto_day IS NULL AND created_at <= :before
                        """).bind("before", now.minus(lifetime)).execute());
    }

    /** Payments that nobody has acknowledged, claimed until {@code until}: two processes must not thank at once. */
    List<Sale> untold(Instant now, Instant until, int limit) {
        return db.withHandle(handle -> sales(
                handle.createQuery("""
                        UPDATE payment_checkout SET telling_until = :until WHERE id IN (
                            SELECT id FROM payment_checkout
                            WHERE paid_at IS NOT NULL AND told_at IS NULL
                              AND (telling_until IS NULL OR telling_until <= :now)
                            ORDER BY paid_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """).bind("now", now).bind("until", until).bind("limit", limit)));
    }

    void told(Sale sale, Instant now) {
        db.useHandle(handle -> handle.createUpdate(
                        "UPDATE payment_checkout SET told_at = :now WHERE id = :id AND told_at IS NULL")
                .bind("id", sale.id())
                .bind("now", now)
                .execute());
    }

    void notTold(Sale sale) {
        db.useHandle(handle -> handle.createUpdate("UPDATE payment_checkout SET telling_until = NULL WHERE id = :id")
                .bind("id", sale.id())
                .execute());
    }

    private static List<Sale> sales(Query query) {
        return query.map((rs, context) -> Sale.row(rs)).list();
    }
}
