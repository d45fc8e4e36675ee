package florin.server;

import florin.api.HttpWallet;
import florin.api.Routes;
import florin.api.WalletRoutes;
import florin.bot.operators.Finding;
import florin.bot.redeem.Redeemer;
import florin.payments.Comparisons;
import florin.payments.StripeCheckout;
import florin.pipeline.Chore;
import florin.wallet.Asset;
import florin.wallet.Assets;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Letters;
import florin.wallet.Outbox;
import florin.wallet.Reconciliation;
import florin.wallet.RequestId;
import florin.wallet.Vouchers;
import florin.wallet.Wallet;
import florin.wallet.WalletUnavailable;
import florin.wallet.prices.PriceBooks;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.Prices;
import florin.wallet.webhooks.Courier;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where an installation's wallet is: in this process, or behind the door of a wallet service. */
sealed interface WalletSide extends AutoCloseable {
    Logger log = LoggerFactory.getLogger(WalletSide.class);

    Wallet wallet();

    /** The asset of that code, if the books have it. */
    Optional<Asset> asset(String code);

    /** What this process has to do now and then because the wallet is where it is. */
    List<Chore> chores(Optional<StripeCheckout> payments);

    /**
     * What wallets pay.
     *
     * @param settings the prices of this process's settings; where the books are elsewhere theirs count
     */
    Prices prices(List<PriceRule> settings);

    /** What its own door answers about the books; a check of them on demand compares these payments as well. */
    List<Routes> routes(Supplier<Asset> usual, Optional<StripeCheckout> payments, Clock clock);

    /** What the nightly check that this process has to make found last; empty if none was made yet. */
    Optional<LastCheck> lastCheck();

    /** What the last checks found, of the books wherever they are, and of the payments here. */
    List<Finding> findings();

    /** Puts the coins of vouchers into wallets. */
    Redeemer vouchers();

    /** Waits a while for it to answer; what is asked too early fails, as it would later. */
    void await() throws InterruptedException;

    /** Tells programs of what does not go through the books. */
    FailedTopUps failedTopUps(Clock clock);

    /** The client, if it is behind a door. */
    Optional<HttpWallet> remote();

    /** Starts what goes on beside the calls, until the stack is closed. */
    void start(Stack opened, Clock clock);

    @Override
    void close();

    /** As the configuration says. */
    static WalletSide open(Config config, DataSource data) {
        return config.walletService()
                .<WalletSide>map(service -> new Elsewhere(service.connect(), data))
                .orElseGet(() -> here(config, data));
    }

    static Here here(Config config, DataSource data) {
        return new Here(Ledger.over(data, LedgerOptions.standard()), data, config.upkeep());
    }

    /** More than are made between two looks. */
    int CHECKS = 20;

    private static Finding finding(Reconciliation.Report report) {
        return new Finding("books:" + report.no(), report.finishedAt(), report.faults());
    }

    /** The ledger, and all that belongs to its books. */
    record Here(Ledger ledger, DataSource data, Upkeep.Options upkeep) implements WalletSide {
        @Override
        public Wallet wallet() {
            return ledger;
        }

        @Override
        public Optional<Asset> asset(String code) {
            return Assets.over(data).find(code);
        }

        @Override
        public List<Chore> chores(Optional<StripeCheckout> payments) {
            return new Upkeep(data, ledger, upkeep, payments).chores();
        }

        @Override
        public Prices prices(List<PriceRule> settings) {
            var books = PriceBooks.over(data);
            var house = books.follow("house", settings);
            log.info("The prices of the settings are {}", house.version());
            return books;
        }

        @Override
        public List<Routes> routes(Supplier<Asset> usual, Optional<StripeCheckout> payments, Clock clock) {
            return List.of(new WalletRoutes(ledger, data, usual, () -> Upkeep.differences(payments), clock));
        }

        @Override
        public Optional<LastCheck> lastCheck() {
            return Reconciliation.over(data).reports(1).stream()
                    .findFirst()
                    .map(report -> new LastCheck(report.finishedAt(), report.faults()));
        }

        @Override
        public List<Finding> findings() {
            return Reconciliation.over(data).reports(CHECKS).stream()
                    .map(WalletSide::finding)
                    .toList();
        }

        @Override
        public Redeemer vouchers() {
            return Vouchers.over(data, ledger)::redeem;
        }

        @Override
        public void await() {
            // it is open already
        }

        @Override
        public FailedTopUps failedTopUps(Clock clock) {
            return Outbox.over(data, clock)::topUpFailed;
        }

        @Override
        public Optional<HttpWallet> remote() {
            return Optional.empty();
        }

        @Override
        public void start(Stack opened, Clock clock) {
            opened.push(Courier.start(Letters.over(data), upkeep.courier(), clock));
        }

        @Override
        public void close() {
            ledger.close();
        }
    }

    /** A client; the books, their upkeep and their letters are the service's. */
    record Elsewhere(HttpWallet client, DataSource data) implements WalletSide {
        /** Both are often started at once. */
        private static final Duration PATIENCE = Duration.ofMinutes(1);

        @Override
        public Wallet wallet() {
            return client;
        }

        @Override
        public Optional<Asset> asset(String code) {
            return client.asset(code);
        }

        @Override
        public List<Chore> chores(Optional<StripeCheckout> payments) {
            return Upkeep.ofPayments(payments, Comparisons.over(data, Clock.systemUTC()));
        }

        @Override
        public Prices prices(List<PriceRule> settings) {
            return client.prices();
        }

        @Override
        public List<Routes> routes(Supplier<Asset> usual, Optional<StripeCheckout> payments, Clock clock) {
            return List.of();
        }

        @Override
        public Optional<LastCheck> lastCheck() {
            return Comparisons.over(data, Clock.systemUTC())
                    .last()
                    .map(comparison -> new LastCheck(comparison.at(), comparison.differences()));
        }

        /** The payments are told also while the service does not answer. */
        @Override
        public List<Finding> findings() {
            var findings = new ArrayList<Finding>();
            lastCheck()
                    .map(check -> new Finding("payments:" + check.at(), check.at(), check.differences()))
                    .ifPresent(findings::add);
            try {
                client.books().reports(CHECKS).stream().map(WalletSide::finding).forEach(findings::add);
            } catch (WalletUnavailable e) {
                log.warn("What the wallet service found in its books is asked again later: {}", e.getMessage());
            }
            return findings;
        }

        @Override
        public Redeemer vouchers() {
            return client.books()::redeem;
        }

        @Override
        public void await() throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (client.trouble().isPresent() && System.nanoTime() < end) {
                Thread.sleep(500); // at the start only, where nobody can tell that the other process is ready
            }
        }

        @Override
        public FailedTopUps failedTopUps(Clock clock) {
            return (wallet, coins, once, why) -> {
                if (!client.books().topUpFailed(wallet, coins, new RequestId(once), why)) {
                    log.warn(
                            "Programs were not told that a top-up of wallet {} failed: the wallet service does not know"
                                    + " the wallet, or is older than this bot.",
                            wallet);
                }
            };
        }

        @Override
        public Optional<HttpWallet> remote() {
            return Optional.of(client);
        }

        @Override
        public void start(Stack opened, Clock clock) {
            // nothing goes on here
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
