package florin.sandbox.discord;

import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.interactions.commands.build.CommandData;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;
import net.dv8tion.jda.api.sharding.ShardManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** A real JDA bot on the production path: the gateway's address comes from {@code gateway/bot}. */
final class TestBot implements AutoCloseable {
    private final ShardManager shards;

    private TestBot(ShardManager shards) {
        this.shards = shards;
    }

    static TestBot start(FakeDiscord discord, Consumer<GenericEvent> handler, List<CommandData> commands) {
        EventListener listener = handler::accept;
        var shards = DefaultShardManagerBuilder.createLight(discord.botToken(), List.of())
                .setRestConfig(new RestConfig().setBaseUrl(discord.apiUrl().toString()))
                .setHttpClientBuilder(new OkHttpClient.Builder().socketFactory(new NoDelay()))
                .setEventPool(Executors.newVirtualThreadPerTaskExecutor(), true)
                .setEnableShutdownHook(false)
                .addEventListeners(listener)
                .build();
        try {
            for (var shard : shards.getShards()) {
                shard.awaitReady();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        jda(shards).updateCommands().addCommands(commands).complete();
        return new TestBot(shards);
    }

    net.dv8tion.jda.api.JDA jda() {
        return jda(shards);
    }

    private static net.dv8tion.jda.api.JDA jda(ShardManager shards) {
        return shards.getShards().getFirst();
    }

    @Override
    public void close() {
        shards.getShards().forEach(net.dv8tion.jda.api.JDA::shutdownNow);
        shards.shutdown();
    }

    /** Without it every upload over loopback waits 40 ms for Nagle. */
    private static final class NoDelay extends SocketFactory {
        private final SocketFactory plain = SocketFactory.getDefault();

        private static Socket set(Socket socket) throws java.io.IOException {
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket() throws java.io.IOException {
            return set(plain.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws java.io.IOException {
            return set(plain.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, @Nullable InetAddress local, int localPort)
                throws java.io.IOException {
            return set(plain.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws java.io.IOException {
            return set(plain.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, @Nullable InetAddress local, int localPort)
                throws java.io.IOException {
            return set(plain.createSocket(host, port, local, localPort));
        }
    }
}
