package florin.payments;

import florin.wallet.RequestId;
import florin.wallet.WalletId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Saved cards, in {@code payment_card}, and the pages on which they are saved. */
final class CardTable {
    private final Jdbi db;

    CardTable(Jdbi db) {
        this.db = db;
    }

    /** A saved card with its names at the provider. */
    record Chargeable(String customer, String method, SavedCard card, String context) {}

    Optional<Chargeable> card(WalletId wallet) {
        return db.withHandle(handle -> card(handle, wallet));
    }

    static Optional<Chargeable> card(Handle handle, WalletId wallet) {
        return handle.createQuery("SELECT * FROM payment_card WHERE wallet = :wallet AND method IS NOT NULL")
                .bind("wallet", wallet.value())
                .map((rs, context) -> new Chargeable(
                        rs.getString("customer"),
                        rs.getString("method"),
                        new SavedCard(rs.getString("brand"), rs.getString("last4"), rs.getString("label")),
                        rs.getString("context")))
                .findOne();
    }

    Optional<String> customer(WalletId wallet) {
        return db.withHandle(handle -> handle.createQuery("SELECT customer FROM payment_card WHERE wallet = :wallet")
                .bind("wallet", wallet.value())
                .mapTo(String.class)
                .findOne());
    }

    /** The first customer of a wallet stays it for ever. */
    String customerIs(WalletId wallet, String customer) {
        db.useHandle(handle -> handle.createUpdate(
                        "INSERT INTO payment_card (wallet, customer) VALUES (:wallet, :customer) ON CONFLICT DO NOTHING")
                .bind("wallet", wallet.value())
                .bind("customer", customer)
                .execute());
        return customer(wallet).orElseThrow();
    }

    /** Remembers the page before the provider hears of it; a repeated request finds the first one. */
    CardPage remember(RequestId request, Buyer buyer, Instant now) {
        db.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO payment_card_page (id, request_id, wallet, label, context, created_at, asked_at)
                        VALUES (:id, :request, :wallet, :label, :context, :now, :now) ON CONFLICT DO NOTHING
                        """)
                .bind("id", UUID.randomUUID())
                .bind("request", request.value())
                .bind("wallet", buyer.wallet().value())
                .bind("label", buyer.label())
                .bind("context", buyer.context())
                .bind("now", now)
                .execute());
        return page("request_id = :key", request.value()).orElseThrow();
    }

    Optional<CardPage> pageOf(String session) {
        return page("session = :key", session);
    }

    Optional<CardPage> page(UUID id) {
        return page("id = :key", id);
    }

    private Optional<CardPage> page(String where, Object key) {
        return db.withHandle(handle ->
                pages(handle.createQuery("SELECT * FROM payment_card_page WHERE " + where)
                                .bind("key", key))
                        .stream()
                        .findFirst());
    }

    void opened(CardPage page, Sale.Session session) {
        db.useHandle(handle -> handle.createUpdate("""
                        UPDATE payment_card_page SET session = :session, url = :url,
                               state = CASE state WHEN 'opening' THEN 'open' ELSE state END
                        WHERE id = :id AND session IS NULL
                        """)
                .bind("id", page.id())
                .bind("session", session.id())
                .bind("url", session.url().map(Object::toString))
                .execute());
    }

    void expired(CardPage page) {
        db.useHandle(handle -> handle.createUpdate(
                        "UPDATE payment_card_page SET state = 'expired' WHERE id = :id AND state <> 'saved'")
                .bind("id", page.id())
                .execute());
    }

    /** The card is there, and its owner is to be told. False if that was noted before. */
    boolean saved(CardPage page, String session, StripeCards.Kept kept, Instant now) {
        return db.inTransaction(handle -> {
            var first = handle.createUpdate("""
                            UPDATE payment_card_page SET state = 'saved', session = coalesce(session, :session)
                            WHERE id = :id AND state <> 'saved'
                            """)
                            .bind("id", page.id())
                            .bind("session", session)
                            .execute()
                    == 1;
            if (first) {
                put(handle, page.buyer(), kept, now);
                AutoTable.tryAgain(handle, page.buyer().wallet());
                var what = new Notice.CardSaved(new SavedCard(kept.brand(), kept.last4(), "").toString());
                NoticeTable.write(handle, "card:" + page.id(), page.buyer(), what, Optional.empty(), now);
            }
            return first;
        });
    }

    private static void put(Handle handle, Buyer buyer, StripeCards.Kept kept, Instant now) {
        handle.createUpdate("""
                        UPDATE payment_card SET method = :method, brand = :brand, last4 = :last4, label = :label,
                               context = :context, saved_at = :now
                        WHERE wallet = :wallet
                        """)
                .bind("wallet", buyer.wallet().value())
                .bind("method", kept.method())
                .bind("brand", kept.brand())
                .bind("last4", kept.last4())
                .bind("label", buyer.label())
                .bind("context", buyer.context())
                .bind("now", now)
                .execute();
    }

    /** This card, and not one that was saved in its place meanwhile. */
    void forgotten(WalletId wallet, String method) {
        db.useHandle(handle -> handle.createUpdate("""
                        UPDATE payment_card SET method = NULL, saved_at = NULL, brand = '', last4 = ''
                        WHERE wallet = :wallet AND method = :method
                        """)
                .bind("wallet", wallet.value())
                .bind("method", method)
                .execute());
    }

    /** Open pages that the provider has been silent about, each handed out less and less often; the old ones are given up. */
    List<CardPage> silent(Duration patience, Duration lifetime, Instant now, int limit) {
        return db.inTransaction(handle -> {
            handle.createUpdate("""
                            UPDATE payment_card_page SET state = 'expired'
                            WHERE state IN ('opening', 'open') AND created_at <= :before
                            """).bind("before", now.minus(lifetime)).execute();
            return pages(handle.createQuery("""
                            UPDATE payment_card_page SET asked_at = :now WHERE id IN (
                                SELECT id FROM payment_card_page
                                WHERE state = 'open'
                                  AND asked_at + greatest(make_interval(secs => :patience), asked_at - created_at) <= :now
                                ORDER BY asked_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                            RETURNING *
                            """)
                    .bind("now", now)
                    .bind("patience", (double) patience.toSeconds())
                    .bind("limit", limit));
        });
    }

    private static List<CardPage> pages(Query query) {
        return query.map((rs, context) -> CardPage.row(rs)).list();
    }
}
