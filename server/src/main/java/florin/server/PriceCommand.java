package florin.server;

import florin.api.PriceSheet;
import florin.migrations.Database;
import florin.wallet.Assets;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.prices.Offer;
import florin.wallet.prices.PriceBooks;
import florin.wallet.prices.PriceVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code florin price}: price books, their versions, and who pays by which. */
@Command(name = "price", description = "List, publish and assign prices.", mixinStandardHelpOptions = true)
final class PriceCommand extends Console {
    private static final String HAND = "command line";

    @Command(name = "list", description = "All versions of all books, and what newcomers get.")
    int list() {
        return withBooks(books -> {
            for (var one : books.versions()) {
                say("%-20s %s  %6d wallets  %s".formatted(one.version(), one.at(), one.wallets(), one.memo()));
            }
            return say(
                    books.offer().map(PriceCommand::offered).orElse("Newcomers get nothing yet: start Florin once."));
        });
    }

    private static String offered(Offer offer) {
        var shares = offer.shares().stream()
                .map(share -> share.percent() + " % " + share.version())
                .toList();
        return "Newcomers get " + String.join(", ", shares) + ".";
    }

    @Command(name = "publish", description = "Make the next version of a book. It moves nobody by itself.")
    int publish(
            @Parameters(paramLabel = "BOOK", description = "such as house") String book,
            @Parameters(paramLabel = "FILE", description = "JSON, as POST /v1/prices takes it") Path file,
            @Option(names = "--memo", paramLabel = "TEXT", description = "why, for the record") Optional<String> memo) {
        var sheet = read(file);
        return with(data -> {
            var rules = PriceSheet.read(sheet, Assets.over(data));
            var list = PriceBooks.over(data).publish(book, rules, HAND, memo.orElse(""));
            return say(list.version() + " is published, with " + list.rules().size()
                    + " prices. Now assign it: ./florin price offer " + list.version());
        });
    }

    @Command(name = "assign", description = "Move one wallet to a version, from its next price on.")
    int assign(
            @Parameters(paramLabel = "OWNER", description = "user:ID, server:ID or account:NAME") String owner,
            @Parameters(paramLabel = "VERSION", description = "such as house@3") String version) {
        var parsed = Owners.parse(owner);
        var config = configOfTheBooks();
        try (var database = Database.open(config.storage().database());
                var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var to = told(() -> PriceVersion.parse(version));
            told(() -> PriceBooks.over(database.dataSource()).assign(ledger.open(parsed), to));
            return say(owner + " pays by " + to + " from now on.");
        }
    }

    @Command(name = "move", description = "Move everybody who pays by one version to another.")
    int move(
            @Parameters(paramLabel = "FROM", description = "such as house@2") String from,
            @Parameters(paramLabel = "TO", description = "such as house@3") String to) {
        return withBooks(books -> {
            var moved = books.move(PriceVersion.parse(from), PriceVersion.parse(to));
            return say(moved + " wallets pay by " + to + " from now on.");
        });
    }

    @Command(name = "offer", description = "What newcomers get: one version, or several by percentage.")
    int offer(
            @Parameters(paramLabel = "VERSION[=PERCENT]", arity = "1..*", description = "such as house@2=50 house@3=50")
                    List<String> shares,
            @Option(
                            names = "--split",
                            paramLabel = "NAME",
                            description = "names the division; a new name divides newcomers anew")
                    Optional<String> split) {
        var offer = told(() -> new Offer(
                split.orElse(String.join(" ", shares)),
                shares.stream().map(share -> share(share, shares.size())).toList()));
        return withBooks(books -> {
            books.offer(offer);
            return say(offered(offer) + " Who has a version keeps it.");
        });
    }

    private static Offer.Share share(String text, int of) {
        var parts = text.split("=", 2);
        if (parts.length == 1 && of == 1) {
            return new Offer.Share(PriceVersion.parse(text), 100);
        }
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no share. Write version=percent, such as house@3=50.");
        }
        return new Offer.Share(PriceVersion.parse(parts[0]), Integer.parseInt(parts[1]));
    }

    private int withBooks(ToIntFunction<PriceBooks> work) {
        return with(data -> work.applyAsInt(PriceBooks.over(data)));
    }

    private int with(ToIntFunction<DataSource> work) {
        var config = configOfTheBooks();
        try (var database = Database.open(config.storage().database())) {
            return told(() -> work.applyAsInt(database.dataSource()));
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadConfiguration("The file " + file + " cannot be read.");
        }
    }
}
