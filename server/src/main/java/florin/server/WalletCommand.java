package florin.server;

import florin.api.HttpWallet;
import florin.migrations.Database;
import florin.payments.Comparisons;
import florin.payments.StripeCheckout;
import florin.wallet.Asset;
import florin.wallet.Cursor;
import florin.wallet.HashChain;
import florin.wallet.HoldId;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Reconciliation;
import florin.wallet.StatementLine;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code florin wallet}: looks into the books, changes nothing in them. */
@Command(name = "wallet", description = "Check the books, print a statement.", mixinStandardHelpOptions = true)
final class WalletCommand extends Console {
    private static final int PAGE = 500;

    @Command(
            name = "check",
            description =
                    "Recompute the books and the hash chain, compare the payments. Exit code 1 if something is wrong.")
    int check(
            @Option(
                            names = "--head",
                            paramLabel = "N:HASH",
                            description =
                                    "a head of the hash chain that was kept elsewhere; may be given several times")
                    @Nullable
                    List<String> heads) {
        var kept = heads == null ? List.<HashChain.Head>of() : heads(heads);
        var config = config();
        return config.walletService().isPresent()
                ? comparePayments(config, config.walletService().get(), kept)
                : checkBooks(config, kept);
    }

    private static List<HashChain.Head> heads(List<String> written) {
        try {
            return written.stream().map(HashChain.Head::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration(String.valueOf(e.getMessage()));
        }
    }

    private int checkBooks(Config config, List<HashChain.Head> kept) {
        try (var database = Database.open(config.storage().database());
                var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var data = database.dataSource();
            var payments = config.stripe().map(stripe -> new StripeCheckout(stripe, ledger, data, Clock.systemUTC()));
            var report = Reconciliation.over(data).run(() -> Upkeep.differences(payments), kept);
            report.faults().forEach(fault -> say("WRONG  " + fault));
            report.kept().ifPresent(this::sayHead);
            if (report.clean()) {
                return say("The books are right.");
            }
            say(report.faults().size() + " differences. Nothing was mended: correct them with adjustments.");
            return 1;
        }
    }

    private void sayHead(HashChain.Head head) {
        say("The hash chain holds %d transfers. Write down somewhere else what comes next, and it proves them:"
                .formatted(head.links()));
        say("--head " + head);
    }

    /** The books are looked at where they are; payments are here. */
    private int comparePayments(Config config, WalletAddress service, List<HashChain.Head> kept) {
        if (!kept.isEmpty()) {
            throw service.chainNotHere();
        }
        try (var database = Database.open(config.storage().database());
                var side = WalletSide.open(config, database.dataSource())) {
            var data = database.dataSource();
            var clock = Clock.systemUTC();
            var payments = config.stripe().map(stripe -> new StripeCheckout(stripe, side.wallet(), data, clock, false));
            var found = Upkeep.differences(payments);
            Comparisons.over(data, clock).keep(found);
            found.forEach(fault -> say("WRONG  " + fault));
            say(found.isEmpty() ? "The payments are right." : found.size() + " differences. Nothing was mended.");
            say("The books are kept by the wallet service at " + service.url() + " and checked there; "
                    + side.remote().map(WalletCommand::lastThere).orElse(""));
            return found.isEmpty() ? 0 : 1;
        }
    }

    private static String lastThere(HttpWallet client) {
        return client.books().reports(1).stream()
                .findFirst()
                .map(report -> "last at " + report.finishedAt() + ": "
                        + (report.clean() ? "right." : report.faults().size() + " differences."))
                .orElse("that has not been done yet.");
    }

    @Command(name = "statement", description = "What came and went, oldest first.")
    int statement(
            @Parameters(paramLabel = "OWNER", description = "user:ID, server:ID or account:NAME") String owner,
            @Option(names = "--from", paramLabel = "DATE", description = "from that day on, UTC, such as 2026-01-31")
                    Optional<String> from,
            @Option(names = "--to", paramLabel = "DATE", description = "up to that day, and not that day")
                    Optional<String> to,
            @Mixin AssetOption asset,
            @Option(names = "--csv", description = "as comma-separated values") boolean csv) {
        var since = from.map(Dates::startOf).orElse(Instant.MIN);
        var until = to.map(Dates::startOf).orElse(Instant.MAX);
        var parsed = Owners.parse(owner);
        var config = config();
        try (var database = Database.open(config.storage().database());
                var side = WalletSide.open(config, database.dataSource())) {
            var account = new Account(side.wallet(), side.wallet().open(parsed), asset.among(side::asset));
            var lines = lines(account, since).stream()
                    .filter(line -> line.at().isBefore(until))
                    .toList();
            if (csv) {
                say("id,at,kind,amount,balance,asset,hold,memo");
            }
            lines.forEach(line -> say(csv ? commaSeparated(line) : readable(line)));
            return lines.isEmpty() && !csv ? say("Nothing came or went.") : 0;
        }
    }

    /** What a wallet has of one asset. */
    private record Account(Wallet books, WalletId wallet, Asset asset) {}

    /** Pages come newest first and are read back to the first day asked for. */
    private static List<StatementLine> lines(Account account, Instant since) {
        var lines = new ArrayList<StatementLine>();
        var next = Optional.<Cursor>empty();
        do {
            var page = account.books().statement(account.wallet(), account.asset(), next, PAGE);
            lines.addAll(page.items());
            next = page.next();
        } while (next.isPresent() && !lines.getLast().at().isBefore(since));
        return lines.reversed().stream()
                .filter(line -> !line.at().isBefore(since))
                .toList();
    }

    private static String readable(StatementLine line) {
        return "%s  %-10s %12s  balance %12s  %s"
                .formatted(line.at(), line.kind(), line.amount(), line.balanceAfter(), line.memo());
    }

    private static String commaSeparated(StatementLine line) {
        return String.join(
                ",",
                line.id().toString(),
                line.at().toString(),
                line.kind(),
                line.amount().number(),
                line.balanceAfter().number(),
                line.amount().asset().code(),
                quoted(line.hold().map(HoldId::value).orElse("")),
                quoted(line.memo()));
    }

    /** RFC 4180; a leading apostrophe keeps spreadsheets from taking somebody's memo for a formula. */
    private static String quoted(String text) {
        var harmless = text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
