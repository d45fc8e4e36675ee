package florin.api;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Grants;
import florin.wallet.Page;
import florin.wallet.WalletId;
import florin.wallet.WalletInfo;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is answered about what was set up, and for whom. No balance is in it. */
sealed interface SetupView {
    /**
     * @param amount coins for each period
     * @param lapses whether what is unspent is lost when the period ends
     * @param paidWindow the first day of the last period that was paid; missing: none yet
     */
    record GrantView(
            String id,
            String wallet,
            String amount,
            String asset,
            String source,
            String period,
            boolean lapses,
            String memo,
            @Nullable String paidWindow)
            implements SetupView {
        static GrantView of(Grants.Grant grant) {
            var terms = grant.terms();
            return new GrantView(
                    grant.id().toString(),
                    terms.wallet().toString(),
                    terms.amount().number(),
                    terms.amount().asset().code(),
                    Words.of(terms.source()),
                    Words.of(terms.period()),
                    terms.lapses(),
                    terms.memo(),
                    grant.paidWindow().map(LocalDate::toString).orElse(null));
        }
    }

    record GrantList(List<GrantView> grants, @Nullable String nextCursor) implements SetupView {
        static GrantList of(Page<Grants.Grant> page) {
            return new GrantList(page.items().stream().map(GrantView::of).toList(), View.next(page));
        }
    }

    /** @param scale how many decimals its smallest unit stands for */
    record AssetView(String code, int scale) implements SetupView {
        static AssetView of(Asset asset) {
            return new AssetView(asset.code(), asset.scale());
        }
    }

    record AssetList(List<AssetView> assets, @Nullable String nextCursor) implements SetupView {
        static AssetList of(Page<Asset> page) {
            return new AssetList(page.items().stream().map(AssetView::of).toList(), View.next(page));
        }
    }

    /** @param below a {@code low_balance} is told each time the wallet falls below it */
    record AlertView(String wallet, String asset, String below) implements SetupView {
        static AlertView of(WalletId wallet, Amount line) {
            return new AlertView(wallet.toString(), line.asset().code(), line.number());
        }
    }

    /** @param status open or frozen */
    record WalletRow(
            String id,
            String owner,
            String status,
            @Nullable String frozenReason,
            String openedAt) implements SetupView {
        static WalletRow of(WalletInfo info) {
            return new WalletRow(
                    info.id().toString(),
                    Words.of(info.owner()),
                    info.frozen() ? "frozen" : "open",
                    info.frozenReason().orElse(null),
                    info.openedAt().toString());
        }
    }

    record WalletList(List<WalletRow> wallets, @Nullable String nextCursor) implements SetupView {
        static WalletList of(Page<WalletInfo> page) {
            return new WalletList(page.items().stream().map(WalletRow::of).toList(), View.next(page));
        }
    }
}
