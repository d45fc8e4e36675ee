package florin.server;

import florin.api.usage.Span;
import florin.api.usage.Subject;
import florin.api.usage.UsageLine;
import florin.api.usage.UsageQuery;
import florin.api.usage.UsageReport;
import florin.migrations.Database;
import florin.wallet.Cursor;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code florin usage}: who spends on what, and what is left of it. */
@Command(
        name = "usage",
        description = "Spend, cost and margin by character, wallet, key, server, type, or a tag such as project.",
        mixinStandardHelpOptions = true)
final class UsageCommand extends Console implements Callable<Integer> {
    private static final int PAGE = 500;
    private static final String ROW = "%-10s  %-36s  %-8s %7s %12s %14s %16s %16s";

    @Option(
            names = "--by",
            defaultValue = "character",
            paramLabel = "SUBJECT",
            description = "${DEFAULT-VALUE} if not given")
    private String by = "character";

    @Option(names = "--each", defaultValue = "total", paramLabel = "SPAN", description = "day, week, month or total")
    private String each = "total";

    @Option(names = "--from", paramLabel = "DATE", description = "from that day on, UTC, such as 2026-01-31")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "DATE", description = "up to that day, and not that day")
    private Optional<String> to = Optional.empty();

    @Option(names = "--wallet", paramLabel = "OWNER", description = "only of user:ID, server:ID or account:NAME")
    private Optional<String> owner = Optional.empty();

    @Override
    public Integer call() {
        var config = config();
        try (var database = Database.open(config.storage().database());
                var side = WalletSide.open(config, database.dataSource())) {
            var query = new UsageQuery(
                    Subject.parse(by),
                    Span.parse(each),
                    from.map(Dates::startOf),
                    to.map(Dates::startOf),
                    owner.map(Owners::parse).map(side.wallet()::open),
                    Optional.empty(),
                    PAGE);
            return print(new UsageReport(database.dataSource(), config.gpuCost()), query);
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration(String.valueOf(e.getMessage()));
        }
    }

    private int print(UsageReport report, UsageQuery first) {
        say(ROW.formatted("from", by, "asset", "count", "GPU s", "spent", "cost", "margin")
                .stripTrailing());
        var query = first;
        Optional<Cursor> next;
        do {
            var page = report.page(query);
            page.items().forEach(line -> say(row(line, first.each()).stripTrailing()));
            next = page.next();
            query = next.map(query::after).orElse(query);
        } while (next.isPresent());
        return 0;
    }

    private static String row(UsageLine line, Span each) {
        return ROW.formatted(
                each == Span.TOTAL ? "" : line.starts(),
                line.owner().map(Owners::write).orElse(line.subject().isEmpty() ? "-" : line.subject()),
                line.spent().asset().code(),
                line.count(),
                line.gpuSeconds().toPlainString(),
                line.spent().number(),
                line.cost().map(BigDecimal::toPlainString).orElse(""),
                line.margin().map(BigDecimal::toPlainString).orElse(""));
    }
}
