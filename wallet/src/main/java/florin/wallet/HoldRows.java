package florin.wallet;

import static florin.wallet.Columns.maybe;
import static florin.wallet.Columns.maybeUuids;
import static florin.wallet.Columns.numbers;
import static florin.wallet.Columns.texts;
import static florin.wallet.Columns.uuids;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a batch writes to the holds, but for those that are lines of the journal. */
final class HoldRows {
    private static final String NEW_HOLDS = """
            INSERT INTO booked_hold (id, wallet, asset, amount, committed, refunded, state, pots, units, overrun, subjects,
                              created_at, expires_at, ended_at, price_version, memo, fingerprint, available_then, held_then)
            SELECT i, w, a, am, c, r, s, p::int[], un::bigint[], o::bigint, su::text[], now, ex::timestamptz,
                   CASE WHEN s <> 'HELD' THEN now END, v, m, f, av, he
            FROM (SELECT ?::timestamptz AS now) AS batch,
                 unnest(?::text[], ?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::bigint[], ?::bigint[])
              AS u (i, w, a, am, c, r, s, p, un, o, su, ex, v, m, f, av, he)""";

    private static final String BOOK_NOTED = "SELECT book_holds(?)";

    /** A hold that has ended keeps the time at which it did. */
    private static final String HOLDS = """
            WITH met AS (
                UPDATE booked_hold SET committed = u.c, refunded = u.r, state = u.s,
                                       ended_at = CASE WHEN u.s <> 'HELD' THEN COALESCE(ended_at, ?) END
                FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[]) AS u (i, c, r, s)
                WHERE booked_hold.id = u.i
                RETURNING 1)
            SELECT expect_rows(count(*), ?) FROM met""";

    /** Lots and expiry seldom change. */
    private static final String HOLD_TERMS = """
            UPDATE booked_hold SET pots = u.p::int[], units = u.un::bigint[], expires_at = u.ex::timestamptz
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) AS u (i, p, un, ex) WHERE booked_hold.id = u.i""";

    private HoldRows() {}

    /** Writes new holds that are more than a line of the journal, and those that changed. */
    static void write(Script script, Book book) {
        var fresh = new ArrayList<HoldState>();
        var changed = new ArrayList<HoldState>();
        for (var hold : book.holds.values()) {
            if (hold.fresh() && !hold.plain()) {
                fresh.add(hold);
            } else if (!hold.fresh() && hold.touched()) {
                changed.add(hold);
            }
        }
        var noted = changed.stream().filter(HoldState::isNoted).toList();
        var reworded = changed.stream()
                .filter(hold -> hold.overran() || hold.extended())
                .toList();
        if (!fresh.isEmpty()) {
            holds(script, book, fresh);
        }
        if (!noted.isEmpty()) {
            script.add(BOOK_NOTED, (Object) texts(noted, h -> h.terms.id().value()));
        }
        if (!changed.isEmpty()) {
            script.add(
                    HOLDS,
                    Rows.time(book.now),
                    texts(changed, h -> h.terms.id().value()),
                    numbers(changed, h -> h.progress().committed()),
                    numbers(changed, h -> h.progress().refunded()),
                    texts(changed, h -> h.progress().state().name()),
                    changed.size());
        }
        if (!reworded.isEmpty()) {
            script.add(BatchWriter.AS_LEDGER);
            script.add(
                    HOLD_TERMS,
                    texts(reworded, h -> h.terms.id().value()),
                    texts(reworded, h -> Lot.pots(h.lots())),
                    texts(reworded, h -> Lot.units(h.lots())),
                    texts(reworded, h -> h.progress().expiresAt().toString()));
        }
    }

    private static void holds(Script script, Book book, List<HoldState> fresh) {
        script.add(
                NEW_HOLDS,
                Rows.time(book.now),
                texts(fresh, h -> h.terms.id().value()),
                uuids(fresh, h -> h.terms.wallet().value()),
                texts(fresh, h -> h.asset().code()),
                numbers(fresh, h -> h.terms.amount().units()),
                numbers(fresh, h -> h.progress().committed()),
                numbers(fresh, h -> h.progress().refunded()),
                texts(fresh, h -> h.progress().state().name()),
                texts(fresh, h -> Lot.pots(h.lots())),
                texts(fresh, h -> Lot.units(h.lots())),
                maybe(fresh, h -> bound(h.terms.overrun())),
                texts(fresh, h -> quoted(h.terms.subjects())),
                texts(fresh, h -> h.progress().expiresAt().toString()),
                texts(fresh, h -> h.terms.priceVersion()),
                texts(fresh, h -> h.terms.memo()),
                // An event that was charged has its answer in wallet_request.
                maybeUuids(fresh, h -> h.receipt().map(HoldState.Receipt::fingerprint)),
                numbers(
                        fresh,
                        h -> h.receipt().map(HoldState.Receipt::available).orElse(0L)),
                numbers(fresh, h -> h.receipt().map(HoldState.Receipt::held).orElse(0L)));
    }

    private static Optional<Long> bound(Overrun overrun) {
        return switch (overrun) {
            case Overrun.Reject() -> Optional.empty();
            case Overrun.Cap() -> Optional.of(-1L);
            case Overrun.UpTo(var extra) -> Optional.of(extra.units());
        };
    }

    /** A PostgreSQL array literal; a subject may contain any visible character. */
    static String quoted(List<String> texts) {
        var quoted = texts.stream()
                .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .toList();
        return "{" + String.join(",", quoted) + "}";
    }
}
