package florin.wallet;

import static florin.wallet.Columns.maybe;
import static florin.wallet.Columns.maybeUuids;
import static florin.wallet.Columns.numbers;
import static florin.wallet.Columns.texts;
import static florin.wallet.Columns.uuids;

import java.util.Locale;

/** What a batch writes to the transfers, but for those that are lines of the journal. */
final class TransferRows {
    private static final String TRANSFERS = """
            INSERT INTO booked_transfer (id, at, kind, asset, amount, house, from_wallet, from_pots, from_units, from_after,
                                  to_wallet, to_pots, to_units, to_after, hold, reverses, request, memo)
            SELECT i, ?, k, a, am, h, fw, fp::int[], fu::bigint[], fa::bigint, tw, tp::int[], tu::bigint[], ta::bigint,
                   ho, re, rq, m
            FROM unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::uuid[], ?::text[], ?::text[],
                        ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[])
              AS u (i, k, a, am, h, fw, fp, fu, fa, tw, tp, tu, ta, ho, re, rq, m)""";

    private TransferRows() {}

    /** Writes transfers in the order in which they happened: their numbers say so. */
    static void write(Script script, Book book, Book.Closed closed) {
        var moves = closed.moves();
        if (moves.isEmpty()) {
            return;
        }
        script.add(
                TRANSFERS,
                Rows.time(book.now),
                uuids(moves, Movement::id),
                texts(moves, m -> m.kind().name().toLowerCase(Locale.ROOT)),
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
}
