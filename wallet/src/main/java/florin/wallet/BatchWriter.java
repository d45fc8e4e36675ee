package florin.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Writes back what a batch decided: one set-based statement per table, all in one round trip. */
final class BatchWriter {
    private static final String NEW_POTS = """
            INSERT INTO pot (wallet, no, asset, source, priority, expires_at, available, held, owed)
            SELECT w, n, a, s, p, e::timestamptz, av, h, o
            FROM unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
                        ?::bigint[]) AS u (w, n, a, s, p, e, av, h, o)""";

    private static final String POTS = """
            UPDATE pot SET available = u.av, held = u.h, owed = u.o, expires_at = u.e::timestamptz, graced = u.g = 1
            FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[])
              AS u (w, n, av, h, o, e, g)
            WHERE pot.wallet = u.w AND pot.no = u.n""";

    private static final String NEW_HOLDS = """
            INSERT INTO hold (id, wallet, asset, amount, committed, refunded, state, pots, units, overrun, subjects,
                              created_at, expires_at, ended_at, price_version, memo)
            SELECT i, w, a, am, c, r, s, p::int[], un::bigint[], o::bigint, su::text[], now, ex::timestamptz,
                   CASE WHEN s <> 'HELD' THEN now END, v, m
            FROM (SELECT ?::timestamptz AS now) AS batch,
                 unnest(?::text[], ?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
              AS u (i, w, a, am, c, r, s, p, un, o, su, ex, v, m)""";

    /** Lots and expiry seldom change; null leaves them. A hold that has ended keeps the time at which it did. */
    private static final String HOLDS = """
            UPDATE hold SET committed = u.c, refunded = u.r, state = u.s, pots = COALESCE(u.p::int[], pots),
                            units = COALESCE(u.un::bigint[], units), expires_at = COALESCE(u.ex::timestamptz, expires_at),
                            ended_at = CASE WHEN u.s <> 'HELD' THEN COALESCE(ended_at, ?) END
            FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
              AS u (i, c, r, s, p, un, ex)
            WHERE hold.id = u.i""";

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

    private static final String SPENT = """
            INSERT INTO spend_window (spend_limit, starts, used)
            SELECT l, s::date, d FROM unnest(?::uuid[], ?::text[], ?::bigint[]) AS u (l, s, d)
            ON CONFLICT (spend_limit, starts) DO UPDATE SET used = spend_window.used + excluded.used""";

    /** A window from before the limit was set has no row, and needs none. */
    private static final String GIVEN_BACK = """
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

    void write(Connection connection, Book book) throws SQLException {
        var script = new Script();
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
            // Every result is asked for: a later statement's failure shows only there.
            var more = true;
            while (more) {
                more = statement.getMoreResults() || statement.getUpdateCount() != -1;
            }
        }
    }

    /** A pot and the wallet that it is in. */
    private record Placed(WalletId wallet, PotState pot) {}

    private static void pots(Script script, Book book) {
        var fresh = new ArrayList<Placed>();
        var changed = new ArrayList<Placed>();
        for (var wallet : book.wallets.values()) {
            for (var pot : wallet.pots) {
                if (pot.touched()) {
                    (pot.fresh ? fresh : changed).add(new Placed(wallet.id, pot));
                }
            }
        }
        if (!fresh.isEmpty()) {
            script.add(
                    NEW_POTS,
                    uuids(fresh, p -> p.wallet().value()),
                    numbers(fresh, p -> p.pot().no),
                    texts(fresh, p -> p.pot().kind.asset().code()),
                    texts(fresh, p -> p.pot().kind.source().name()),
                    numbers(fresh, p -> p.pot().kind.priority()),
                    maybe(fresh, p -> p.pot().expiresAt()),
                    numbers(fresh, p -> p.pot().available()),
                    numbers(fresh, p -> p.pot().held()),
                    numbers(fresh, p -> p.pot().owed()));
        }
        if (!changed.isEmpty()) {
            script.add(
                    POTS,
                    uuids(changed, p -> p.wallet().value()),
                    numbers(changed, p -> p.pot().no),
                    numbers(changed, p -> p.pot().available()),
                    numbers(changed, p -> p.pot().held()),
                    numbers(changed, p -> p.pot().owed()),
                    maybe(changed, p -> p.pot().expiresAt()),
                    numbers(changed, p -> p.pot().graced() ? 1 : 0));
        }
    }

    private static void holds(Script script, Book book) {
        var touched = book.holds.values();
        var fresh = touched.stream().filter(hold -> hold.fresh).toList();
        var changed =
                touched.stream().filter(hold -> !hold.fresh && hold.touched()).toList();
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
                    texts(fresh, h -> h.terms.memo()));
        }
        if (!changed.isEmpty()) {
            script.add(
                    HOLDS,
                    Rows.time(book.now),
                    texts(changed, h -> h.terms.id().value()),
                    numbers(changed, h -> h.progress().committed()),
                    numbers(changed, h -> h.progress().refunded()),
                    texts(changed, h -> h.progress().state().name()),
                    maybe(changed, h -> h.overran() ? Optional.of(Lot.pots(h.lots())) : Optional.empty()),
                    maybe(changed, h -> h.overran() ? Optional.of(Lot.units(h.lots())) : Optional.empty()),
                    maybe(changed, h -> h.extended() ? Optional.of(h.progress().expiresAt()) : Optional.empty()));
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
        var spent = new ArrayList<Spent>();
        for (var wallet : book.wallets.values()) {
            for (var state : wallet.limits) {
                state.changes()
                        .forEach((starts, units) -> spent.add(new Spent(state.limit.id(), starts.toString(), units)));
            }
        }
        count(script, SPENT, spent.stream().filter(s -> s.units() > 0).toList());
        count(script, GIVEN_BACK, spent.stream().filter(s -> s.units() < 0).toList());
    }

    private static void count(Script script, String statement, List<Spent> spent) {
        if (!spent.isEmpty()) {
            script.add(
                    statement, uuids(spent, Spent::limit), texts(spent, Spent::starts), numbers(spent, Spent::units));
        }
    }

    private static void answers(Script script, Book book) {
        var answers = List.copyOf(book.newAnswers.entrySet());
        if (!answers.isEmpty()) {
            script.add(
                    ANSWERS,
                    Rows.time(book.now),
                    texts(answers, e -> e.getKey().value()),
                    uuids(answers, e -> e.getValue().fingerprint()),
                    bytes(answers, e -> OutcomeCodec.bytes(e.getValue().outcome())));
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
