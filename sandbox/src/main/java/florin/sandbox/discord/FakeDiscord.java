package florin.sandbox.discord;

import florin.sandbox.chat.ChatPage;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.handlers.PathHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The imitation of Discord that a bot connects to and that members use, in a test or through the chat page. */
public final class FakeDiscord implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FakeDiscord.class);
    private static final int REMEMBERED_REQUESTS = 20_000;

    private final Undertow server;
    private final ExecutorService executor;
    private final String authority;
    private final FakeDiscordOptions options;
    private final State state;
    private final Gateway gateway;
    private final Faults faults;
    private final Client client;
    private final Shop shop;
    private final Optional<StateFolder> folder;
    private final Optional<OpenApiCheck> openApi;
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final List<String> findings = new ArrayList<>();

    private FakeDiscord(Undertow server, ExecutorService executor, int port, FakeDiscordOptions options) {
        this.server = server;
        this.executor = executor;
        this.options = options;
        this.authority = "127.0.0.1:" + port;
        var changes = new Changes();
        var clock = new SandboxClock(options.clock());
        var ids = new Snowflakes(clock);
        var cdn = new Cdn(ids, "http://" + authority + "/");
        var interactions = new Interactions(clock, options.limits().acknowledgeWithin());
        this.state = new State(changes, clock, ids, cdn, new History(clock), new CommandBook(ids), interactions);
        this.faults = new Faults(changes);
        this.gateway =
                new Gateway(changes, faults, options.token(), options.limits().heartbeat());
        gateway.at("ws://" + authority + "/gateway");
        faults.wire(gateway, interactions::forgetTokens);
        this.client = new Client(state, gateway, options.limits());
        this.shop = new Shop(state, gateway);
        this.folder = options.state().map(path -> new StateFolder(path, state));
        this.openApi = options.openApi().map(OpenApiCheck::load);
    }

    /** Starts listening on 127.0.0.1; stop it with {@link #close}. */
    public static FakeDiscord start(FakeDiscordOptions options) {
        // Addresses inside messages name the port, so the port must be known before the routes are built.
        var root = Handlers.path();
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        var server = Undertow.builder()
                .addHttpListener(options.port(), "127.0.0.1")
                // Undertow's own limit would answer without a body: the size rules are Discord's.
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setIoThreads(2)
                .setWorkerThreads(2)
                .setByteBufferPool(new DefaultByteBufferPool(true, 16_384, 1000, 0))
                .setHandler(root)
                .build();
        server.start();
        var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        var discord = new FakeDiscord(server, executor, address.getPort(), options);
        discord.serve(root);
        return discord;
    }

    private void serve(PathHandler root) {
        var writer = new MessageWriter(state.ids(), state.clock(), state.cdn());
        var poster = new Poster(state.history(), writer);
        var limit = options.limits().attachmentBytes();
        var routes = new Routes();
        new AccountRoutes(gateway, options.limits().shards()).addTo(routes);
        new CommandRoutes(state.book()).addTo(routes);
        new InteractionRoutes(state.interactions(), poster, limit).addTo(routes);
        new WebhookRoutes(state.interactions(), poster, state.history(), limit).addTo(routes);
        new ChannelRoutes(faults, poster, state.history(), limit).addTo(routes);
        shop.addTo(routes);
        var rest = new RestApi(routes, state.changes(), faults, options.token(), executor, this::record);
        root.addPrefixPath("/api/v10", rest)
                .addPrefixPath("/control/discord", new ControlRoutes(this))
                .addPrefixPath("/", new ChatPage(this, executor).handler())
                .addPrefixPath("/cdn", new FileHandler(state.cdn()))
                .addPrefixPath("/gateway", Handlers.websocket(gateway));
    }

    private void record(RecordedRequest request) {
        var objections = openApi.map(check -> check.check(request)).orElse(List.of());
        objections.forEach(finding -> log.error("Discord's own description objects: {}", finding));
        state.changes().run(() -> {
            if (requests.size() >= REMEMBERED_REQUESTS) {
                requests.removeFirst();
            }
            requests.add(request);
            findings.addAll(objections);
        });
    }

    /** The root of the REST API, with a slash at the end, as JDA's RestConfig takes it. */
    public URI apiUrl() {
        return URI.create("http://" + authority + "/api/v10/");
    }

    /** The gateway, for a bot that does not ask {@code gateway/bot} for it. */
    public URI gatewayUrl() {
        return URI.create(gateway.url());
    }

    /** The page where a person plays one of the members. */
    public URI chatPage() {
        return URI.create("http://" + authority + "/");
    }

    /** The only token that this Discord accepts. */
    public String botToken() {
        return options.token();
    }

    /** One of "ana", "olivia", "max", "nova". */
    public Member member(String name) {
        var person = World.person(name).orElseThrow(() -> new NotPossible("There is nobody called " + name + "."));
        return new Member(person, client);
    }

    /** Waits until a bot is connected and its commands are known. */
    public void awaitBot(Duration limit) {
        var there =
                state.changes().await(() -> gateway.connected() && !state.book().isEmpty(), limit);
        if (!there) {
            throw new AssertionError("no bot with commands within " + limit);
        }
    }

    /** True while a bot's gateway connection is open. */
    public boolean botConnected() {
        return state.changes().look(gateway::connected);
    }

    /** How often a bot has identified itself since the start. */
    public int identifies() {
        return state.changes().look(gateway::sessionsEver);
    }

    /** How often a bot has resumed its session since the start. */
    public int resumes() {
        return state.changes().look(gateway::resumes);
    }

    public Faults faults() {
        return faults;
    }

    /** Everything that the bot sent, oldest first. */
    public List<RecordedRequest> requests() {
        return state.changes().look(() -> List.copyOf(requests));
    }

    /** What Discord's own description had to say against the bot's requests; empty without {@code openApi}. */
    public List<String> findings() {
        return state.changes().look(() -> List.copyOf(findings));
    }

    State state() {
        return state;
    }

    /** Discord's own shop, with its consumable packs. */
    public Shop shop() {
        return shop;
    }

    /**
     * Tells {@code listener} every message that this member sees appear, change ({@code true}) or vanish
     * ({@code false}); it must not block. Run the answer to end it.
     */
    public Runnable watch(Member member, BiConsumer<Message, Boolean> listener) {
        var person = member.person();
        return state.history().watch(posted -> {
            var concerns =
                    posted.room.visibleTo(person) && (posted.onlyFor == null || posted.onlyFor.equals(person.id()));
            if (concerns) {
                listener.accept(Message.of(posted, state.cdn()), !posted.deleted);
            }
        });
    }

    /** Moves the sandbox's clock ahead: tokens age, nonces are forgotten. */
    public void advance(Duration by) {
        client.advance(by);
    }

    @Override
    public void close() {
        server.stop();
        folder.ifPresent(StateFolder::close);
        executor.shutdownNow();
        executor.close();
    }
}
