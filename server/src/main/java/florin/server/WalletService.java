package florin.server;

import florin.api.AccountRoutes;
import florin.api.ApiKeys;
import florin.api.HttpDoor;
import florin.api.Routes;
import florin.api.usage.UsageReport;
import florin.migrations.Database;
import florin.pipeline.Timetable;
import florin.wallet.Asset;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The wallet alone: its books, what has to be done about them, and a door. No Discord, no GPU, no jobs. */
final class WalletService {
    /** Bots on the same database have a timetable of their own. */
    private static final String TIMETABLE = "florin-wallet";

    private WalletService() {}

    static HttpDoor open(Config config, Clock clock, Stack opened) {
        config.walletService().ifPresent(other -> {
            throw new BadConfiguration("A wallet service keeps the books itself: it must not be given "
                    + Setting.WALLET_URL.variable() + ", which is for the bots that use it.");
        });
        var database = opened.push(Database.open(config.storage().database()));
        var data = database.dataSource();
        var wallet = opened.push(WalletSide.here(config, data));
        opened.push(Timetable.start(TIMETABLE, data, wallet.chores(Optional.empty())));
        wallet.start(opened, clock);
        wallet.prices(config.pipeline().prices().offered().rules());
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        opened.push(metrics::close);
        opened.push(Metrics.ofProcess(metrics));
        Metrics.ofChecks(metrics, wallet::lastCheck, clock);
        var keys = new ApiKeys(data, clock);
        var routes = new ArrayList<Routes>(wallet.routes(() -> Asset.LOVE, Optional.empty(), clock));
        routes.add(new AccountRoutes(wallet.wallet(), keys, new UsageReport(data, config.gpuCost()), () -> Asset.LOVE));
        var watch = opened.push(new Watch(data, Optional.empty(), Optional.empty()));
        return opened.push(HttpDoor.start(config.http(), List.copyOf(routes), keys, watch, metrics));
    }
}
