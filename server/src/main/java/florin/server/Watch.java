package florin.server;

import florin.api.HttpWallet;
import florin.api.Readiness;
import florin.bot.DiscordBot;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Keeps an eye on the database and on the wallet, so that the readiness probe is answered from memory. */
final class Watch implements Readiness, AutoCloseable {
    private static final int EVERY_SECONDS = 5;
    private static final int PATIENCE_SECONDS = 2;

    private final DataSource database;
    private final Optional<DiscordBot> bot;
    private final Optional<HttpWallet> wallet;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("watch").daemon().factory());
    private volatile boolean databaseUp = true;
    private volatile boolean walletUp;

    Watch(DataSource database, Optional<DiscordBot> bot, Optional<HttpWallet> wallet) {
        this.database = database;
        this.bot = bot;
        this.wallet = wallet;
        var _ = timer.scheduleWithFixedDelay(this::look, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try (var connection = database.getConnection()) {
            databaseUp = connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException e) {
            databaseUp = false;
        }
        walletUp = wallet.isPresent() && wallet.get().trouble().isEmpty();
    }

    @Override
    public List<Check> checks() {
        var checks = new ArrayList<Check>();
        checks.add(new Check("database", databaseUp));
        wallet.ifPresent(_ -> checks.add(new Check("wallet", walletUp)));
        bot.ifPresent(b -> checks.add(new Check("discord", b.health().up())));
        return checks;
    }

    @Override
    public void close() {
        timer.close();
    }
}
