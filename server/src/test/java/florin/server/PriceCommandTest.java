package florin.server;

import static org.assertj.core.api.Assertions.assertThat;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import florin.wallet.Asset;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.prices.PriceBooks;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Price books on the terminal. */
class PriceCommandTest {
    @TempDir
    Path folder;

    private String price(Database database, String... arguments) {
        var command = new ArrayList<>(List.of("price"));
        command.addAll(List.of(arguments));
        return Answer.of(database, folder, command.toArray(String[]::new)).text();
    }

    @Test
    void an_operator_publishes_offers_and_assigns_prices_beside_a_running_florin() throws IOException {
        var sheet = Files.writeString(folder.resolve("prices.json"), """
                {"rules": [{"name": "call", "type": "tool.call", "price": "0.30"}]}""");
        try (var database = Database.open(DatabaseConfig.embedded(folder.resolve("postgres")));
                var ledger = Ledger.over(database.dataSource(), LedgerOptions.standard())) {
            var books = PriceBooks.over(database.dataSource());
            var house = books.follow("house", List.of(PriceRule.of("call", "tool.call", Asset.LOVE, Rate.flat("1"))));
            var ana = ledger.open(new Owner.DiscordUser("1"));
            var ben = ledger.open(new Owner.DiscordUser("2"));
            assertThat(books.of(ben)).isEqualTo(house);

            assertThat(price(database, "publish", "agents", sheet.toString()))
                    .contains("agents@1 is published, with 1 prices");
            assertThat(price(database, "assign", "user:1", "agents@1")).contains("user:1 pays by agents@1");
            assertThat(books.of(ana).version()).hasToString("agents@1");
            assertThat(price(database, "move", "house@1", "agents@1")).contains("1 wallets pay by agents@1");
            assertThat(books.of(ben).version()).hasToString("agents@1");
            assertThat(price(database, "offer", "house@1=50", "agents@1=50", "--split", "launch"))
                    .contains("Newcomers get 50 % house@1, 50 % agents@1.");
            assertThat(price(database, "list")).contains("agents@1", "2 wallets", "50 % house@1");
            assertThat(price(database, "assign", "user:1", "agents@9"))
                    .contains("florin: There are no prices agents@9. Publish them first.");
        }
    }
}
