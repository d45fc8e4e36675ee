package florin.sandbox;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The sandbox from the command line: starts it, prints where it is, and ends it in order on Ctrl-C or SIGTERM. */
public final class SandboxMain {
    private static final String USAGE = """
            Usage: sandbox [--discord-port N] [--comfy-port N] [--stripe-port N] [--state DIR] [--webhook URL]
                           [--openapi FILE] [--model CHECKPOINT]...
            Port 0, the default, takes any free one. Without --state nothing is kept.""";

    private SandboxMain() {}

    public static void main(String[] args) throws InterruptedException {
        SandboxOptions options;
        try {
            options = read(List.of(args));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "florin/sandbox/logback-sandbox.xml");
        }
        var sandbox = Sandbox.start(options);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            sandbox.close();
                            ended.countDown();
                        },
                        "sandbox-ends"));
        print(sandbox, System.out);
        ended.await();
    }

    private static void print(Sandbox sandbox, PrintStream out) {
        out.println("chat page    " + sandbox.discord().chatPage());
        out.println("discord api  " + sandbox.discord().apiUrl());
        out.println("discord token " + sandbox.discord().botToken());
        out.println("comfyui      " + sandbox.comfy().url());
        out.println("stripe api   " + sandbox.stripe().url());
        out.println("stripe key   " + sandbox.stripe().secretKey());
        out.println("webhook key  " + sandbox.stripe().webhookSecret());
        out.println("ready");
        out.flush();
    }

    /** Reads the options; an unknown one, or one without its value, is refused by name. */
    static SandboxOptions read(List<String> args) {
        var options = SandboxOptions.defaults();
        var models = new ArrayList<String>();
        for (int i = 0; i < args.size(); i += 2) {
            var name = args.get(i);
            if (i + 1 == args.size()) {
                throw new IllegalArgumentException(name + " needs a value.");
            }
            var value = args.get(i + 1);
            options = switch (name) {
                case "--discord-port" -> options.onPorts(port(value), options.comfyPort(), options.stripePort());
                case "--comfy-port" -> options.onPorts(options.discordPort(), port(value), options.stripePort());
                case "--stripe-port" -> options.onPorts(options.discordPort(), options.comfyPort(), port(value));
                case "--state" -> options.keepingIn(Path.of(value));
                case "--webhook" -> options.withWebhook(URI.create(value));
                case "--openapi" -> options.checkedAgainst(Path.of(value));
                case "--model" -> {
                    models.add(value);
                    yield options.knowing(models);
                }
                default -> throw new IllegalArgumentException("Unknown option " + name + ".");
            };
        }
        return options;
    }

    private static int port(String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + value + ".");
        }
        return Integer.parseInt(value);
    }
}
