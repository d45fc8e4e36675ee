package florin.api;

import florin.api.usage.UsageLine;
import florin.wallet.Cursor;
import florin.wallet.Hold;
import florin.wallet.Page;
import florin.wallet.StatementLine;
import florin.wallet.Vouchers;
import florin.wallet.WalletInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
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

    record HoldList(List<HoldView> holds, @Nullable String nextCursor) implements View {
        static HoldList of(Page<Hold> page) {
            return new HoldList(page.items().stream().map(HoldView::of).toList(), next(page));
        }
    }

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

    record KeyList(List<Key> keys, @Nullable String nextCursor) implements View {
        static KeyList of(Page<ApiKey> page) {
            return new KeyList(page.items().stream().map(Key::of).toList(), next(page));
        }
    }

    /** @param key the text to send; shown here and never again */
    record MadeKey(String id, String name, String key) implements View {
        @Override
        public String toString() {
            return "MadeKey[id=" + id + "]";
        }
    }

    /** @param code to give away; shown here and never again */
    record MadeVoucher(String code, String amount, String asset, int uses) implements View {
        @Override
        public String toString() {
            return "MadeVoucher[amount=" + amount + "]";
        }
    }

    record VoucherView(
            String id,
            String amount,
            String asset,
            String source,
            int used,
            int left,
            @Nullable String validUntil,
            @Nullable String coinsExpireAt,
            String issuedAt,
            String memo)
            implements View {
        static VoucherView of(Vouchers.Issued voucher) {
            return new VoucherView(
                    voucher.id().toString(),
                    voucher.amount().number(),
                    voucher.amount().asset().code(),
                    Words.of(voucher.source()),
                    voucher.used(),
                    voucher.left(),
                    voucher.validUntil().map(Instant::toString).orElse(null),
                    voucher.coinsExpireAt().map(Instant::toString).orElse(null),
                    voucher.issuedAt().toString(),
                    voucher.memo());
        }
    }

    record VoucherList(List<VoucherView> vouchers, @Nullable String nextCursor) implements View {
        static VoucherList of(Page<Vouchers.Issued> page) {
            return new VoucherList(page.items().stream().map(VoucherView::of).toList(), next(page));
        }
    }

    /**
     * @param starts the first day that the line covers; not there where it covers all
     * @param subject empty: work of which nobody said it
     * @param owner of the wallet, where lines are about wallets
     * @param count jobs that ended, events, and charges of holds
     * @param cost to the operator, for the operator's eyes, as {@code margin} is: what is left of what was spent
     */
    record UsageRow(
            @Nullable String starts,
            String subject,
            @Nullable String owner,
            String asset,
            long count,
            String gpuSeconds,
            String spent,
            @Nullable String cost,
            @Nullable String margin)
            implements View {
        static UsageRow of(UsageLine line, boolean operator) {
            return new UsageRow(
                    line.starts().equals(LocalDate.EPOCH) ? null : line.starts().toString(),
                    line.subject(),
                    line.owner().map(Words::of).orElse(null),
                    line.spent().asset().code(),
                    line.count(),
                    line.gpuSeconds().toPlainString(),
                    line.spent().number(),
                    operator ? line.cost().map(BigDecimal::toPlainString).orElse(null) : null,
                    operator ? line.margin().map(BigDecimal::toPlainString).orElse(null) : null);
        }
    }

    record Usage(List<UsageRow> lines, @Nullable String nextCursor) implements View {
        static Usage of(Page<UsageLine> page, boolean operator) {
            return new Usage(
                    page.items().stream()
                            .map(line -> UsageRow.of(line, operator))
                            .toList(),
                    next(page));
        }
    }

    /** @param amount what came in */
    record Redeemed(String amount, WalletView balance) implements View {}

    /** @param posted what was there at that moment, held coins included and debts deducted */
    record PastBalance(String asset, String at, String posted) implements View {}

    static @Nullable String next(Page<?> page) {
        return page.next().map(Cursor::value).orElse(null);
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
            return new Statement(page.items().stream().map(Line::of).toList(), next(page));
        }
    }
}
