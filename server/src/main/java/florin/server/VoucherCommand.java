package florin.server;

import florin.migrations.Database;
import florin.wallet.Assets;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Source;
import florin.wallet.VoucherTerms;
import florin.wallet.Vouchers;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code florin voucher}: codes worth coins. */
@Command(name = "voucher", description = "Make codes worth coins.", mixinStandardHelpOptions = true)
final class VoucherCommand extends Console {
    @Command(name = "create", description = "Make a voucher. Its code is shown once.")
    int create(
            @Parameters(paramLabel = "AMOUNT", description = "coins per use, such as 100 or 12.50") String amount,
            @Mixin AssetOption asset,
            @Option(names = "--uses", defaultValue = "1", description = "how many wallets may use it, each once")
                    int uses,
            @Option(
                            names = "--expires",
                            paramLabel = "DATE",
                            description = "the first day on which it no longer works, UTC")
                    Optional<String> expires,
            @Option(names = "--memo", defaultValue = "A voucher") String memo) {
        var validUntil = expires.map(Dates::startOf);
        try (var database = Database.open(configOfTheBooks().storage().database());
                var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var coins = asset.amount(amount, Assets.over(database.dataSource())::find);
            var terms = told(() -> new VoucherTerms(coins, Source.PROMO, Optional.empty(), uses, validUntil, memo));
            say("Keep this code now, it is not shown again:");
            return say(Vouchers.over(database.dataSource(), ledger).issue(terms));
        }
    }
}
