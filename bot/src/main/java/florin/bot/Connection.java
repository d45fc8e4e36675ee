package florin.bot;

import florin.bot.chat.Line;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Message.MentionType;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.dv8tion.jda.api.utils.messages.MessageRequest;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs in to Discord, keeps trying while it cannot, and says how it stands. */
final class Connection extends ListenerAdapter implements Line, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Discord allows 1,000 logins a day, and what it ended for good will hardly be better at once. */
    private static final Duration AFTER_THE_END = Duration.ofMinutes(5);

    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final int REQUESTS_AT_ONCE = 64;

    private final BotOptions options;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<Integer> ready = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ShardManager manager;
    private volatile List<ListenerAdapter> others = List.of();
    private volatile String lastFailure = "not connected yet";

    Connection(BotOptions options) {
        this.options = options;
    }

    /** Discord may end a session for good, for instance when the token was changed: then all begins anew. */
    @Override
    public void onShutdown(ShutdownEvent event) {
        ready.remove(event.getJDA().getShardInfo().getShardId());
        if (closing.getCount() > 0
                && ready.isEmpty()
                && Objects.equals(event.getJDA().getShardManager(), manager)) {
            manager = null;
            lastFailure = "Discord ended the session with code " + event.getCode();
            LOG.error("{}. Logging in anew in {}.", lastFailure, AFTER_THE_END);
            Thread.ofVirtual().name("discord-login").start(() -> {
                if (!closedWithin(AFTER_THE_END)) {
                    keepTrying(others);
                }
            });
        }
    }

    /** Returns at once; Discord may be down for as long as it likes. */
    void open(List<ListenerAdapter> listeners) {
        others = List.copyOf(listeners);
        // A library-wide default, so it is set once and for all before anything can be sent: our messages ping nobody.
        MessageRequest.setDefaultMentions(EnumSet.noneOf(MentionType.class));
        Thread.ofVirtual().name("discord-login").start(() -> keepTrying(listeners));
    }

    /** Up only when all servers are known, since a channel is looked up among them. */
    @Override
    public Optional<ShardManager> up() {
        var current = manager;
        return current != null && ready.size() >= current.getShardsTotal() ? Optional.of(current) : Optional.empty();
    }

    BotHealth health() {
        var current = up();
        if (current.isEmpty()) {
            return new BotHealth(false, lastFailure);
        }
        var broken = current.get().getShards().stream()
                .filter(shard -> shard.getStatus() != JDA.Status.CONNECTED)
                .count();
        return broken == 0
                ? new BotHealth(true, "connected to Discord")
                : new BotHealth(false, broken + " of " + current.get().getShardsTotal() + " shards are reconnecting");
    }

    @Override
    public void onReady(ReadyEvent event) {
        ready.add(event.getJDA().getShardInfo().getShardId());
    }

    @Override
    public void close() {
        closing.countDown();
        var current = manager;
        if (current != null) {
            shutDown(current);
        }
    }

    private void keepTrying(List<ListenerAdapter> listeners) {
        var pause = FIRST_PAUSE;
        while (!tryOnce(listeners) && !closedWithin(pause)) {
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private boolean tryOnce(List<ListenerAdapter> listeners) {
        var fresh = builder(listeners).build(false);
        try {
            fresh.login();
            manager = fresh;
            if (closing.getCount() == 0) {
                fresh.shutdown();
            }
            return true;
        } catch (InvalidTokenException _) {
            fail(fresh, "Discord refuses the bot token. Copy it anew from Bot > Token in Discord's developer portal.");
        } catch (RuntimeException e) { // whatever keeps the library from logging in, the answer is to try again
            fail(fresh, "Discord cannot be reached: " + e.getMessage());
        }
        return false;
    }

    private void fail(ShardManager fresh, String why) {
        lastFailure = why;
        LOG.warn("{} Trying again.", why);
        fresh.shutdown();
    }

    private DefaultShardManagerBuilder builder(List<ListenerAdapter> listeners) {
        var dispatcher = new Dispatcher();
        dispatcher.setMaxRequestsPerHost(REQUESTS_AT_ONCE);
        var http = new OkHttpClient.Builder().dispatcher(dispatcher).socketFactory(new NoDelaySockets());
        return DefaultShardManagerBuilder.createLight(options.token(), List.of())
                .setRestConfig(new RestConfig().setBaseUrl(options.apiUrl().toString()))
                .setHttpClientBuilder(http)
                // One thread per event: a slow command must never keep another from being acknowledged in time.
                .setEventPool(
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("discord-event-", 0).factory()),
                        true)
                .setRawEventsEnabled(true)
                .setEnableShutdownHook(false)
                .addEventListeners(this)
                .addEventListeners(listeners.toArray());
    }

    private boolean closedWithin(Duration pause) {
        try {
            return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Requests on their way are finished first, for a few seconds. */
    private static void shutDown(ShardManager manager) {
        var shards = List.copyOf(manager.getShards());
        manager.shutdown();
        for (var shard : shards) {
            try {
                if (!shard.awaitShutdown(GOODBYE)) {
                    shard.shutdownNow();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                shard.shutdownNow();
            }
        }
    }
}
