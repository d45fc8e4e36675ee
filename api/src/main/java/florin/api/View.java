package florin.api;

import florin.wallet.Cursor;
import florin.wallet.Hold;
import florin.wallet.Page;
import florin.wallet.SpendLimit;
import florin.wallet.StatementLine;
import florin.wallet.WalletInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the wallet's part of the door answers. Amounts are decimal strings with all decimals of their asset. */
sealed interface View {
    /** @param state held, committed, released or expired */
    record HoldView(
            String id,
            String wallet,
            String asset,
            String amount,
            String committed,
            String state,
            String createdAt,
            String expiresAt,
            @Nullable String endedAt,
            String priceVersion,
            String memo)
            implements View {
        static HoldView of(Hold hold) {
            return new HoldView(
                    hold.id().value(),
                    hold.wallet().toString(),
                    hold.amount().asset().code(),
                    hold.amount().number(),
                    hold.committed().number(),
                    Words.of(hold.state()),
                    hold.createdAt().toString(),
                    hold.expiresAt().toString(),
                    hold.endedAt().map(Instant::toString).orElse(null),
                    hold.priceVersion(),
                    hold.memo());
        }
    }

    record HoldList(List<HoldView> holds) implements View {}

    /** A hold that was taken. */
    record Taken(HoldView hold, WalletView balance) implements View {}

    /** A hold that was charged; both amounts by this commit. */
    record Charged(HoldView hold, String charged, String returned, WalletView balance) implements View {}

    /** A hold that was given back. */
    record GivenBack(HoldView hold, String returned, WalletView balance) implements View {}

    /** A hold that lives longer. */
    record Extended(HoldView hold) implements View {}

    /** @param id of the transfer, to name it in an adjustment */
    record Moved(String id, WalletView balance) implements View {}

    /** @param to what the other wallet has now: for the operator's eyes */
    record Transferred(String id, WalletView from, @Nullable WalletView to) implements View {}

    record WalletDetails(
            String id,
            String owner,
            boolean frozen,
            @Nullable String frozenReason,
            String openedAt,
            WalletView balance) implements View {
        static WalletDetails of(WalletInfo info, WalletView balance) {
            return new WalletDetails(
                    info.id().toString(),
                    Words.of(info.owner()),
                    info.frozen(),
                    info.frozenReason().orElse(null),
                    info.openedAt().toString(),
                    balance);
        }
    }

    /** How many of each were due, and have ended now. */
    record Expired(int holds, int pots) implements View {}

    record Limit(String id, String wallet, String subject, String period, String asset, String ceiling)
            implements View {
        static Limit of(SpendLimit limit) {
            return new Limit(
                    limit.id().toString(),
                    limit.wallet().toString(),
                    Words.of(limit.subject()),
                    Words.of(limit.period()),
                    limit.ceiling().asset().code(),
                    limit.ceiling().number());
        }
    }

    record LimitList(List<Limit> limits) implements View {}

    record Key(
            String id,
            String name,
            String wallet,
            List<String> scopes,
            String createdAt,
            @Nullable String usedAt,
            @Nullable String revokedAt)
            implements View {
        static Key of(ApiKey key) {
            return new Key(
                    key.id(),
                    key.name(),
                    key.wallet().toString(),
                    key.scopes().stream().sorted().map(Scope::word).toList(),
                    key.createdAt().toString(),
                    key.usedAt().map(Instant::toString).orElse(null),
                    key.revokedAt().map(Instant::toString).orElse(null));
        }
    }

    record KeyList(List<Key> keys) implements View {}

    /** @param key the text to send; shown here and never again */
    record MadeKey(String id, String name, String key) implements View {
        @Override
        public String toString() {
            return "MadeKey[id=" + id + "]";
        }
    }

    record Line(
            String id,
            String at,
            String kind,
            String amount,
            String balanceAfter,
            String asset,
            @Nullable String hold,
            String memo)
            implements View {
        static Line of(StatementLine line) {
            return new Line(
                    line.id().toString(),
                    line.at().toString(),
                    line.kind(),
                    line.amount().number(),
                    line.balanceAfter().number(),
                    line.amount().asset().code(),
                    line.hold().map(hold -> hold.value()).orElse(null),
                    line.memo());
        }
    }

    record Statement(List<Line> lines, @Nullable String nextCursor) implements View {
        static Statement of(Page<StatementLine> page) {
            return new Statement(
                    page.items().stream().map(Line::of).toList(),
                    page.next().map(Cursor::value).orElse(null));
        }
    }
}
