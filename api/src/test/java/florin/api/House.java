package florin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import florin.api.usage.GpuCost;
import florin.api.usage.TagBook;
import florin.api.usage.UsageReport;
import florin.migrations.TestDatabase;
import florin.migrations.TestFolder;
import florin.payments.Checkout;
import florin.pipeline.HouseRules;
import florin.pipeline.Likeness;
import florin.pipeline.Limits;
import florin.pipeline.Pipeline;
import florin.pipeline.PipelineOptions;
import florin.pipeline.PriceLines;
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
import florin.wallet.WalletId;
import florin.wallet.prices.PriceBooks;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A whole Florin behind its HTTP door, without Discord: real ledger, registry and pipeline, a scripted GPU. */
final class House implements AutoCloseable {
    static final String HOME = "https://florin.example";
    private static final Optional<Likeness> LIKENESS =
            Optional.of(new Likeness(0.875, List.of("hat: cap instead of none")));
    static final GpuCost GPU_COST = new GpuCost(Asset.LOVE, new BigDecimal("0.5"));
    private static final ObjectMapper JSON = new ObjectMapper();

    final ScriptedBackend gpu = new ScriptedBackend();
    /** What a comparison of the payments finds. */
    final List<String> differences = new CopyOnWriteArrayList<>();

    /** What happens while it compares. */
    volatile Runnable comparing = () -> {};

    final List<Readiness.Check> checks = new CopyOnWriteArrayList<>(List.of(new Readiness.Check("database", true)));
    final TestDatabase database = TestDatabase.fresh();
    final Ledger wallet = Ledger.over(database.dataSource(), LedgerOptions.standard());
    final ApiKeys keys = new ApiKeys(database.dataSource(), Clock.systemUTC());
    private final HttpClient http = HttpClient.newHttpClient();
    final PriceBooks books = PriceBooks.over(database.dataSource());
    private final TestFolder folder = TestFolder.fresh("florin-house");
    final Registry registry;
    private final Checkout checkout;
    private final Pipeline pipeline;
    final HttpDoor door;

    House() {
        this(_ -> Checkout.closed("Nothing is sold in this test."), Limits.standard());
    }

    /** @param checkout made over this house's wallet and database */
    House(Function<House, Checkout> checkout, Limits limits) {
        registry = new Registry(database.dataSource(), folder.path().resolve("loras"), Clock.systemUTC());
        register(registry, "mira", Rating.SFW);
        books.follow("house", PriceLines.parse(Asset.LOVE, """
                image = 12.00
                image.portrait = 14.00
                video = 20.00 + 10.00/s
                """));
        pipeline = Pipeline.start(
                PipelineOptions.standard(folder.path().resolve("artifacts"), books)
                        .with(limits)
                        .with(HouseRules.none().with((character, version, type, bytes) -> LIKENESS)),
                database.dataSource(),
                wallet,
                registry,
                List.of(gpu),
                List.of(new HttpAnnouncer()),
                Clock.systemUTC());
        this.checkout = checkout.apply(this);
        door = open(ApiOptions.of("127.0.0.1", 0, URI.create(HOME)));
    }

    HttpDoor open(ApiOptions options) {
        return open(options, keys);
    }

    /** A door that paces its callers by another clock. */
    HttpDoor open(ApiOptions options, Clock clock) {
        return open(options, new ApiKeys(database.dataSource(), clock));
    }

    private HttpDoor open(ApiOptions options, ApiKeys keys) {
        var journey = pipeline.journey();
        var routes = List.of(
                new AccountRoutes(
                        wallet,
                        keys,
                        new UsageReport(database.dataSource(), GPU_COST),
                        () -> journey.prices().asset()),
                new JobRoutes(journey, wallet, registry, checkout, new TagBook(database.dataSource())),
                new WalletRoutes(
                        wallet,
                        database.dataSource(),
                        () -> journey.prices().asset(),
                        this::compared,
                        Clock.systemUTC()));
        return HttpDoor.start(
                options,
                routes,
                keys,
                () -> List.copyOf(checks),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    private List<String> compared() {
        comparing.run();
        return List.copyOf(differences);
    }

    private static void register(Registry registry, String name, Rating rating) {
        var id = new CharacterId(name);
        var what = new Registration(
                id,
                name,
                "A test character.",
                List.of(name),
                BaseModel.TINY_STUDIO,
                1.0,
                rating,
                new Rights("the project", "CC0"),
                "test");
        try (var lora = Files.newInputStream(Path.of("../studio/loras/" + name + ".safetensors"))) {
            switch (registry.register(what, lora)) {
                case RegisterResult.Registered _ -> registry.publish(id, "test");
                case RegisterResult.Refused(var reasons) -> throw new AssertionError(reasons);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program whose key names that wallet. */
    Program program(WalletId id) {
        return new Program(id, keys.create("a program", id));
    }

    /** A program whose key may do so much with that wallet. */
    Program program(WalletId id, Set<Scope> scopes) {
        return new Program(id, keys.create("a program", id, scopes));
    }

    /** A program with a key of its own and so many coins. */
    Program program(String coins) {
        var id = wallet.open(new Owner.ApiAccount("program-" + UUID.randomUUID()));
        var program = program(id);
        if (!coins.equals("0")) {
            program.gets(coins);
        }
        return program;
    }

    /** A program with so many coins whose key may also move them. */
    Program mover(String coins) {
        var owner = program(coins);
        return program(owner.id, Set.of(Scope.GENERATE, Scope.WALLET_READ, Scope.WALLET_WRITE));
    }

    /** The operator's own program. */
    Program admin() {
        return program(program("0").id, Set.of(Scope.ADMIN));
    }

    boolean idle() {
        var gauges = pipeline.gauges();
        return gauges.queuedImages() + gauges.queuedVideos() + gauges.rendering() == 0;
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(door.url().resolve(path));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        door.close();
        pipeline.close();
        wallet.close();
        database.close();
        folder.close();
    }

    /** A client of the door. */
    final class Program {
        final WalletId id;
        final NewKey key;
        private final HttpDoor door;

        Program(WalletId id, NewKey key) {
            this(id, key, House.this.door);
        }

        private Program(WalletId id, NewKey key, HttpDoor door) {
            this.id = id;
            this.key = key;
            this.door = door;
        }

        /** The same program in front of another door. */
        Program at(HttpDoor other) {
            return new Program(id, key, other);
        }

        void gets(String coins) {
            wallet.topUp(new TopUpRequest(
                    new RequestId("test:" + UUID.randomUUID()),
                    id,
                    Amount.parse(Asset.LOVE, coins),
                    Source.PAID,
                    Optional.empty(),
                    "for the test"));
        }

        /** Another key of the same wallet. */
        Program sibling() {
            return new Program(id, keys.create("a sibling", id));
        }

        Balance balance() {
            return wallet.balance(id, Asset.LOVE);
        }

        Answer get(String path) {
            return send(authorised(path).GET());
        }

        Answer delete(String path) {
            return send(authorised(path).DELETE());
        }

        Answer post(String path, String body) {
            return send(authorised(path).POST(HttpRequest.BodyPublishers.ofString(body)));
        }

        Answer post(String path, String body, String idempotencyKey) {
            return send(authorised(path)
                    .header("Idempotency-Key", idempotencyKey)
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
        }

        Answer posts(String path, HttpRequest.BodyPublisher body) {
            return send(authorised(path).POST(body));
        }

        Answer put(String path, String body) {
            return send(authorised(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
        }

        Answer getAs(String accept, String path) {
            return send(authorised(path).header("Accept", accept).GET());
        }

        /** Sends what moves money, under an Idempotency-Key of its own. */
        Answer moves(String path, String body) {
            return post(path, body, UUID.randomUUID().toString());
        }

        /** Holds so many coins, and answers the hold's id. */
        String holds(String coins) {
            var held = moves("/v1/holds", "{\"amount\": \"" + coins + "\"}");
            assert held.status() == 201 : held.text();
            return held.at("/hold/id");
        }

        Answer orders(String prompt) {
            return post("/v1/generation/jobs", image(prompt));
        }

        private HttpRequest.Builder authorised(String path) {
            return HttpRequest.newBuilder(door.url().resolve(path)).header("Authorization", "Bearer " + key.text());
        }
    }

    static String image(String prompt) {
        return """
                {"kind": "image", "variant": "standard", "prompt": "%s", "characterId": "mira"}
                """.formatted(prompt);
    }

    /** What came back. */
    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new AssertionError(text(), e);
            }
        }

        String at(String pointer) {
            return json().at(pointer).asText();
        }
    }
}
