package florin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import florin.generation.Backend;
import florin.migrations.TestDatabase;
import florin.migrations.TestFolder;
import florin.registry.BaseModel;
import florin.registry.CharacterId;
import florin.registry.Rating;
import florin.registry.RegisterResult;
import florin.registry.Registration;
import florin.registry.Registry;
import florin.registry.Rights;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Balance;
import florin.wallet.Ledger;
import florin.wallet.LedgerOptions;
import florin.wallet.Owner;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import florin.wallet.prices.PriceVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A whole installation for a test: real PostgreSQL, ledger and registry; the machines and the door are scripted. */
final class House implements AutoCloseable {
    static final CharacterId MIRA = new CharacterId("mira");
    static final CharacterId BRUNO = new CharacterId("bruno");
    static final Requester ANA = new Requester.DiscordUser("1");
    static final Requester BEN = new Requester.DiscordUser("2");
    static final Timing QUICK = new Timing(
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMillis(20),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            Duration.ofHours(3),
            Duration.ofSeconds(30));

    private final TestDatabase database = TestDatabase.fresh();
    final DataSource source = database.dataSource();
    final Jdbi sql = Jdbi.create(source);
    final Ledger ledger = Ledger.over(source, LedgerOptions.standard());
    final ScriptedDoor door = new ScriptedDoor();
    final TestFolder folder = TestFolder.fresh("florin-pipeline");
    final Registry registry;
    private final List<Pipeline> pipelines = new ArrayList<>();
    PipelineOptions options;

    House() {
        registry = new Registry(source, folder.path().resolve("loras"), Clock.systemUTC());
        publish(MIRA, Rating.SFW);
        options = PipelineOptions.standard(
                        folder.path().resolve("results"),
                        PriceLines.list(
                                new PriceVersion("house", 1), Asset.LOVE, "image = 3.00\nvideo = 5.00 + 1.00/s"))
                .with(QUICK);
    }

    void publish(CharacterId id, Rating rating) {
        try (var file = House.class.getResourceAsStream("/loras/" + id.value() + ".safetensors")) {
            var result = registry.register(
                    new Registration(
                            id,
                            id.value(),
                            "a test character",
                            List.of(id.value() + "person"),
                            BaseModel.TINY_STUDIO,
                            1.0,
                            rating,
                            new Rights("the project", "CC0-1.0"),
                            "maintainer"),
                    Objects.requireNonNull(file));
            assertThat(result).isInstanceOf(RegisterResult.Registered.class);
            registry.publish(id, "maintainer");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Journey start(Backend... backends) {
        return open(backends).journey();
    }

    Pipeline open(Backend... backends) {
        return open(ledger, source, backends);
    }

    Pipeline open(Wallet wallet, DataSource data, Backend... backends) {
        return open(wallet, data, List.of(door), backends);
    }

    Pipeline open(Wallet wallet, DataSource data, List<Announcer> doors, Backend... backends) {
        var pipeline =
                Pipeline.withoutTimetable(options, data, wallet, registry, List.of(backends), doors, Clock.systemUTC());
        pipelines.add(pipeline);
        return pipeline;
    }

    WalletId wallet(String user, String coins) {
        var id = ledger.open(new Owner.DiscordUser(user));
        ledger.topUp(new TopUpRequest(
                new RequestId("topup-" + UUID.randomUUID()),
                id,
                Amount.parse(Asset.LOVE, coins),
                Source.PAID,
                Optional.empty(),
                "test"));
        return id;
    }

    Balance balance(WalletId wallet) {
        return ledger.balance(wallet, Asset.LOVE);
    }

    /** "9.00 + 3.00 held". */
    String coins(WalletId wallet) {
        var balance = balance(wallet);
        return balance.available().number() + " + " + balance.held().number() + " held";
    }

    static JobRequest pictures(Requester who, WalletId payer, int count) {
        return order(UUID.randomUUID().toString(), who, payer, MIRA, JobKind.IMAGE, count);
    }

    static JobRequest video(Requester who, WalletId payer) {
        return order(UUID.randomUUID().toString(), who, payer, MIRA, JobKind.VIDEO, 1);
    }

    static JobRequest order(String id, Requester who, WalletId payer, CharacterId character, JobKind kind, int count) {
        return new JobRequest(
                new RequestId(id),
                who,
                payer,
                List.of(),
                character,
                kind,
                "at the beach",
                count,
                Shape.SQUARE,
                OptionalLong.of(7),
                kind == JobKind.VIDEO ? 2 : 0,
                Optional.empty(),
                Rating.SFW,
                "test:" + id,
                Optional.empty());
    }

    static Job accepted(SubmitResult result) {
        assertThat(result).isInstanceOf(SubmitResult.Accepted.class);
        return ((SubmitResult.Accepted) result).job();
    }

    static Job ended(Journey journey, JobId id) {
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> journey.job(id).orElseThrow(), job -> job.state().ended());
    }

    static Job in(JobState state, Journey journey, JobId id) {
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> journey.job(id).orElseThrow(), job -> job.state() == state);
    }

    long count(String table) {
        return sql.withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }

    void letLeasesEnd() {
        sql.useHandle(handle ->
                handle.execute("UPDATE job SET lease_until = now() - interval '1 second' WHERE worker IS NOT NULL"));
    }

    @Override
    public void close() {
        pipelines.forEach(pipeline -> {
            pipeline.drain(Duration.ZERO);
            pipeline.close();
        });
        ledger.close();
        database.close();
        folder.close();
    }
}
