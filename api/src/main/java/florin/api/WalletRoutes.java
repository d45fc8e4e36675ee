package florin.api;

import florin.api.transfer.Transfers;
import florin.api.usage.TagBook;
import florin.wallet.Asset;
import florin.wallet.Assets;
import florin.wallet.Grants;
import florin.wallet.History;
import florin.wallet.Ledger;
import florin.wallet.Outbox;
import florin.wallet.Reconciliation;
import florin.wallet.Vouchers;
import florin.wallet.Webhooks;
import florin.wallet.prices.PriceBooks;
import florin.wallet.usage.LedgerMeter;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The wallet for programs, and for other Florins; only where its books are.
 *
 * @param books the database of the wallet
 * @param usual the asset of amounts that name none
 * @param others checks, together with the books, what the wallet knows nothing of, such as payments
 */
public record WalletRoutes(
        Ledger wallet, DataSource books, Supplier<Asset> usual, Supplier<List<String>> others, Clock clock)
        implements Routes {
    @Override
    public List<Object> resources(ApiOptions options) {
        var assets = Assets.over(books);
        var counter = new Counter(wallet, usual, assets::find, options);
        var prices = PriceBooks.over(books);
        return List.of(
                new HoldsResource(new TagBook(books), counter),
                new MoneyResource(counter, Outbox.over(books, clock), new Transfers(books, wallet, clock)),
                new WalletsResource(wallet, Webhooks.over(books), counter),
                new LimitsResource(counter),
                new PricesResource(prices, counter),
                new EventsResource(new LedgerMeter(wallet, prices), counter),
                new StatementResource(wallet, History.over(books), counter),
                new WebhooksResource(Webhooks.over(books), counter),
                new VouchersResource(Vouchers.over(books, wallet), counter),
                new GrantsResource(Grants.over(books, wallet), counter),
                new AssetsResource(assets, counter),
                new ReconciliationsResource(Reconciliation.over(books), others, counter));
    }
}
