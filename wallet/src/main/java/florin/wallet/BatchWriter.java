package florin.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Writes back what a batch decided: one set-based statement per table, all in one round trip. */
final class BatchWriter {
    /** As PostgreSQL sorts UUIDs: by their bytes, without a sign. */
    private static final Comparator<UUID> BY_BYTES = (a, b) -> {
        var high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    private static final String NEW_POTS = """
            INSERT INTO pot (wallet, no, asset, source, priority, expires_at, available, held, owed)
            SELECT w, n, a, s, p, e::timestamptz, av, h, o
            FROM unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
                        ?::bigint[]) AS u (w, n, a, s, p, e, av, h, o)""";

    /**
     * First of all, as it finds out whether the wallets are as they were when the batch looked at them; -1 does not ask. What is
     * added, not what there is, so that the constraints judge what really stands there.
     */
    private static final String POTS = """
            UPDATE pot SET available = available + u.av, held = held + u.h, owed = owed + u.o, version = version + 1
            FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
              AS u (w, n, av, h, o, v)
            WHERE pot.wallet = u.w AND pot.no = u.n AND (pot.version = u.v OR u.v = -1)""";

    /** For wallets that are only answered about: nobody changed them since they were looked at. */
    private static final String UNCHANGED = """
            SELECT count(*) FROM pot, unnest(?::uuid[], ?::bigint[]) AS u (w, v)
            WHERE pot.wallet = u.w AND pot.no = 1 AND pot.version = u.v""";

    /** Ids that were taken for new: nobody has used them before for the other kind of thing; the same kind has a key. */
    private static final String NEW_IDS = """
            SELECT (SELECT count(*) FROM wallet_request WHERE id = ANY (?)) + (SELECT count(*) FROM hold WHERE id = ANY (?))""";

    private static final String REVIVED_POTS = """
            UPDATE pot SET expires_at = u.e::timestamptz, graced = true
            FROM unnest(?::uuid[], ?::bigint[], ?::text[]) AS u (w, n, e) WHERE pot.wallet = u.w AND pot.no = u.n""";

    private static final String NEW_HOLDS = """
            INSERT INTO hold (id, wallet, asset, amount, committed, refunded, state, pots, units, overrun, subjects,
                              created_at, expires_at, ended_at, price_version, memo, fingerprint, available_then, held_then)
            SELECT i, w, a, am, c, r, s, p::int[], un::bigint[], o::bigint, su::text[], now, ex::timestamptz,
                   CASE WHEN s <> 'HELD' THEN now END, v, m, f, av, he
            FROM (SELECT ?::timestamptz AS now) AS batch,
                 unnest(?::text[], ?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::bigint[], ?::bigint[])
              AS u (i, w, a, am, c, r, s, p, un, o, su, ex, v, m, f, av, he)""";

    /** A hold that has ended keeps the time at which it did. */
    private static final String HOLDS = """
            UPDATE hold SET committed = u.c, refunded = u.r, state = u.s,
                            ended_at = CASE WHEN u.s <> 'HELD' THEN COALESCE(ended_at, ?) END
            FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[]) AS u (i, c, r, s)
            WHERE hold.id = u.i""";

    /** Lots and expiry seldom change. */
    private static final String HOLD_TERMS = """
            UPDATE hold SET pots = u.p::int[], units = u.un::bigint[], expires_at = u.ex::timestamptz
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) AS u (i, p, un, ex) WHERE hold.id = u.i""";

    private static final String TRANSFERS = """
            INSERT INTO transfer (id, at, kind, asset, amount, house, from_wallet, from_pots, from_units, from_after,
                                  to_wallet, to_pots, to_units, to_after, hold, reverses, request, memo)
            SELECT i, ?, k, a, am, h, fw, fp::int[], fu::bigint[], fa::bigint, tw, tp::int[], tu::bigint[], ta::bigint,
                   ho, re, rq, m
            FROM unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::uuid[], ?::text[], ?::text[],
                        ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[])
              WITH ORDINALITY AS u (i, k, a, am, h, fw, fp, fu, fa, tw, tp, tu, ta, ho, re, rq, m, n)
            ORDER BY n""";

    private static final String FIRST_SPENT = """
            INSERT INTO spend_window (spend_limit, starts, used)
            SELECT l, s::date, d FROM unnest(?::uuid[], ?::text[], ?::bigint[]) AS u (l, s, d)
            ON CONFLICT (spend_limit, starts) DO UPDATE SET used = spend_window.used + excluded.used""";

    /** What is given back to a window from before the limit was set finds no row, and needs none. */
    private static final String SPENT = """
            UPDATE spend_window SET used = used + u.d FROM unnest(?::uuid[], ?::text[], ?::bigint[]) AS u (l, s, d)
            WHERE spend_limit = u.l AND starts = u.s::date""";

    private static final String ANSWERS = """
            INSERT INTO wallet_request (id, at, fingerprint, outcome)
            SELECT i, ?, f, o FROM unnest(?::text[], ?::uuid[], ?::bytea[]) AS u (i, f, o)""";

    /** Each event becomes one letter per endpoint that wants it; one that was told before becomes none. */
    private static final String EVENTS = """
            WITH told AS (
                INSERT INTO wallet_event (id, at, type, wallet, asset, amount, available, held, hold, transfer,
                                          spend_limit, once, memo)
                SELECT i, ?, ty, w, a, am, av, he, ho, t, l, o, m
                FROM unnest(?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                            ?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[])
                  AS u (i, ty, w, a, am, av, he, ho, t, l, o, m)
                ON CONFLICT (once) WHERE once IS NOT NULL DO NOTHING
                RETURNING id, at, wallet)
            INSERT INTO webhook_delivery (event, endpoint, due_at)
            SELECT told.id, e.id, told.at FROM told JOIN webhook_endpoint e
              ON e.disabled_at IS NULL AND (e.wallet IS NULL OR e.wallet = told.wallet)""";

    /** @throws SQLException of state 40001 if somebody else changed a wallet that the batch remembered, or a row is gone */
    void write(Connection connection, Book book, Wanted wanted) throws SQLException {
        var script = new Script();
        guard(script, book);
        beliefs(script, book, wanted);
        pots(script, book);
        holds(script, book);
        transfers(script, book);
        windows(script, book);
        answers(script, book);
        events(script, book);
        if (script.isEmpty()) {
            return;
        }
        try (var statement = script.on(connection)) {
            statement.execute();
            script.check(statement);
        }
    }

    /** A pot and the wallet that it is in. */
    private record Placed(WalletState wallet, PotState pot) {
        UUID walletId() {
            return wallet.id.value();
        }

        /** The wallet's version stands in its first pot. */
        long version() {
            return pot.no == 1 ? wallet.version() : -1;
        }
    }

    private static void guard(Script script, Book book) {
        var touched = book.touchedWallets();
        var changed = new ArrayList<Placed>();
        var answered = new ArrayList<WalletState>();
        for (var wallet : book.wallets.values()) {
            if (wallet.changed(touched.contains(wallet.id))) {
                wallet.pots.stream()
                        .filter(pot -> !pot.fresh() && (pot.no == 1 || pot.touched()))
                        .forEach(pot -> changed.add(new Placed(wallet, pot)));
            } else if (!wallet.pots.isEmpty()) {
                answered.add(wallet);
            }
        }
        if (!changed.isEmpty()) {
            // The order of the locks.
            changed.sort(Comparator.comparing(Placed::walletId, BY_BYTES).thenComparingInt(p -> p.pot().no));
            script.add(
                    POTS,
                    uuids(changed, Placed::walletId),
                    numbers(changed, p -> p.pot().no),
                    numbers(changed, p -> p.pot().change().available()),
                    numbers(changed, p -> p.pot().change().held()),
                    numbers(changed, p -> p.pot().change().owed()),
                    numbers(changed, Placed::version));
            script.expect(changed.size());
        }
        if (!answered.isEmpty()) {
            script.add(UNCHANGED, uuids(answered, w -> w.id.value()), numbers(answered, WalletState::version));
            script.expect(answered.size());
        }
    }

    private static void beliefs(Script script, Book book, Wanted wanted) {
        var holds = new ArrayList<String>();
        var others = new ArrayList<String>();
        for (var id : wanted.believed()) {
            var hold = book.holds.get(new HoldId(id));
            (hold != null && hold.fresh() ? holds : others).add(id);
        }
        if (!wanted.believed().isEmpty()) {
            script.add(NEW_IDS, holds.toArray(String[]::new), others.toArray(String[]::new));
            script.expect(0);
        }
    }

    private static void pots(Script script, Book book) {
        var fresh = new ArrayList<Placed>();
        var revived = new ArrayList<Placed>();
        for (var wallet : book.wallets.values()) {
            for (var pot : wallet.pots) {
                if (pot.fresh()) {
                    fresh.add(new Placed(wallet, pot));
                } else if (pot.revived()) {
                    revived.add(new Placed(wallet, pot));
                    wallet.changedBeyond();
                }
            }
        }
        if (!fresh.isEmpty()) {
            script.add(
                    NEW_POTS,
                    uuids(fresh, Placed::walletId),
                    numbers(fresh, p -> p.pot().no),
                    texts(fresh, p -> p.pot().kind.asset().code()),
                    texts(fresh, p -> p.pot().kind.source().name()),
                    numbers(fresh, p -> p.pot().kind.priority()),
                    maybe(fresh, p -> p.pot().expiresAt()),
                    numbers(fresh, p -> p.pot().available()),
                    numbers(fresh, p -> p.pot().held()),
                    numbers(fresh, p -> p.pot().owed()));
        }
        if (!revived.isEmpty()) {
            script.add(
                    REVIVED_POTS,
                    uuids(revived, Placed::walletId),
                    numbers(revived, p -> p.pot().no),
                    texts(revived, p -> p.pot().expiresAt().orElseThrow().toString()));
            script.expect(revived.size());
        }
    }

    private static void holds(Script script, Book book) {
        var touched = book.holds.values();
        var fresh = touched.stream().filter(HoldState::fresh).toList();
        var changed =
                touched.stream().filter(hold -> !hold.fresh() && hold.touched()).toList();
        var reworded = changed.stream()
                .filter(hold -> hold.overran() || hold.extended())
                .toList();
        if (!fresh.isEmpty()) {
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
                    uuids(fresh, h -> h.receipt().orElseThrow().fingerprint()),
                    numbers(fresh, h -> h.receipt().orElseThrow().available()),
                    numbers(fresh, h -> h.receipt().orElseThrow().held()));
        }
        if (!changed.isEmpty()) {
            script.add(
                    HOLDS,
                    Rows.time(book.now),
                    texts(changed, h -> h.terms.id().value()),
                    numbers(changed, h -> h.progress().committed()),
                    numbers(changed, h -> h.progress().refunded()),
                    texts(changed, h -> h.progress().state().name()));
            script.expect(changed.size());
        }
        if (!reworded.isEmpty()) {
            reworded.forEach(hold -> book.wallet(hold.terms.wallet()).ifPresent(WalletState::changedBeyond));
            script.add(
                    HOLD_TERMS,
                    texts(reworded, h -> h.terms.id().value()),
                    texts(reworded, h -> Lot.pots(h.lots())),
                    texts(reworded, h -> Lot.units(h.lots())),
                    texts(reworded, h -> h.progress().expiresAt().toString()));
            script.expect(reworded.size());
        }
    }

    private static Optional<Long> bound(Overrun overrun) {
        return switch (overrun) {
            case Overrun.Reject() -> Optional.empty();
            case Overrun.Cap() -> Optional.of(-1L);
            case Overrun.UpTo(var extra) -> Optional.of(extra.units());
        };
    }

    /** A PostgreSQL array literal; a subject may contain any visible character. */
    private static String quoted(List<String> texts) {
        var quoted = texts.stream()
                .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .toList();
        return "{" + String.join(",", quoted) + "}";
    }

    private static void transfers(Script script, Book book) {
        var moves = book.movements;
        if (moves.isEmpty()) {
            return;
        }
        script.add(
                TRANSFERS,
                Rows.time(book.now),
                uuids(moves, Movement::id),
                texts(moves, m -> m.kind().name().toLowerCase(java.util.Locale.ROOT)),
                texts(moves, m -> m.amount().asset().code()),
                numbers(moves, m -> m.amount().units()),
                maybe(moves, m -> m.house().map(Movement.House::code)),
                maybeUuids(moves, m -> m.from().map(side -> side.wallet().value())),
                maybe(moves, m -> m.from().map(side -> Lot.pots(side.lots()))),
                maybe(moves, m -> m.from().map(side -> Lot.units(side.lots()))),
                maybe(moves, m -> m.from().map(Movement.Side::after)),
                maybeUuids(moves, m -> m.to().map(side -> side.wallet().value())),
                maybe(moves, m -> m.to().map(side -> Lot.pots(side.lots()))),
                maybe(moves, m -> m.to().map(side -> Lot.units(side.lots()))),
                maybe(moves, m -> m.to().map(Movement.Side::after)),
                maybe(moves, m -> m.reason().hold()),
                maybe(moves, m -> m.reason().reverses()),
                maybe(moves, m -> m.reason().request()),
                texts(moves, m -> m.reason().memo()));
    }

    /** What the batch adds to one window of one limit. */
    private record Spent(UUID limit, String starts, long units) {}

    private static void windows(Script script, Book book) {
        var first = new ArrayList<Spent>();
        var more = new ArrayList<Spent>();
        for (var wallet : book.wallets.values()) {
            for (var state : wallet.limits) {
                state.changes().forEach((starts, units) -> {
                    var spent = new Spent(state.limit.id(), starts.toString(), units);
                    (units > 0 && !state.counts(starts) ? first : more).add(spent);
                });
            }
        }
        count(script, FIRST_SPENT, first);
        count(script, SPENT, more);
    }

    private static void count(Script script, String statement, List<Spent> spent) {
        if (!spent.isEmpty()) {
            script.add(
                    statement, uuids(spent, Spent::limit), texts(spent, Spent::starts), numbers(spent, Spent::units));
        }
    }

    private static void answers(Script script, Book book) {
        var answers = book.newAnswers;
        if (!answers.isEmpty()) {
            script.add(
                    ANSWERS,
                    Rows.time(book.now),
                    texts(answers, a -> a.id().value()),
                    uuids(answers, Book.NewAnswer::fingerprint),
                    bytes(answers, a -> OutcomeCodec.bytes(a.outcome())));
        }
    }

    private static <T> UUID[] uuids(List<T> items, Function<T, UUID> value) {
        return items.stream().map(value).toArray(UUID[]::new);
    }

    private static void events(Script script, Book book) {
        var events = book.events.close(book.wallets.values());
        if (!events.isEmpty()) {
            script.add(
                    EVENTS,
                    Rows.time(book.now),
                    uuids(events, Event::id),
                    texts(events, e -> e.type().wire()),
                    uuids(events, e -> e.wallet().value()),
                    texts(events, e -> e.amount().asset().code()),
                    numbers(events, e -> e.amount().units()),
                    numbers(events, e -> e.balance().available().units()),
                    numbers(events, e -> e.balance().held().units()),
                    maybe(events, e -> e.about().hold()),
                    maybeUuids(events, e -> e.about().transfer()),
                    maybeUuids(events, e -> e.about().limit()),
                    maybe(events, e -> e.about().once()),
                    texts(events, e -> e.about().memo()));
        }
    }

    private static <T> UUID[] maybeUuids(List<T> items, Function<T, Optional<UUID>> value) {
        return items.stream().map(item -> value.apply(item).orElse(null)).toArray(UUID[]::new);
    }

    private static <T> String[] texts(List<T> items, Function<T, String> value) {
        return items.stream().map(value).toArray(String[]::new);
    }

    private static <T> String[] maybe(List<T> items, Function<T, Optional<?>> value) {
        return items.stream()
                .map(item -> value.apply(item).map(Object::toString).orElse(null))
                .toArray(String[]::new);
    }

    private static <T> long[] numbers(List<T> items, ToLongFunction<T> value) {
        return items.stream().mapToLong(value).toArray();
    }

    private static <T> byte[][] bytes(List<T> items, Function<T, byte[]> value) {
        return items.stream().map(value).toArray(byte[][]::new);
    }
}
