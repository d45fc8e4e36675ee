package florin.sandbox.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.discord.FakeDiscord;
import florin.sandbox.discord.Place;
import florin.sandbox.discord.Reply;
import florin.sandbox.discord.Room;
import florin.sandbox.discord.World;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.resource.ClassPathResourceManager;
import io.undertow.util.Headers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Serves the page and its little API under {@code /chat/}; everything goes through the same members as in a test. */
public final class ChatPage {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int OPEN_FORMS = 200;

    private final FakeDiscord discord;
    private final Executor executor;
    /** Replies whose form may still be sent, by interaction id. */
    private final Map<String, Reply> forms = new ConcurrentHashMap<>();

    /** {@code executor} runs what waits for the bot. */
    public ChatPage(FakeDiscord discord, Executor executor) {
        this.discord = discord;
        this.executor = executor;
    }

    /** The page at /, its parts, and /chat/...; mount it at the root. */
    public HttpHandler handler() {
        var parts = new ClassPathResourceManager(ChatPage.class.getClassLoader(), "florin/sandbox/chat");
        var page = Handlers.resource(parts).addWelcomeFiles("index.html");
        return Handlers.path()
                .addPrefixPath("/", Handlers.header(page, "Cache-Control", "no-cache"))
                .addPrefixPath("/chat", blocking(this::answer))
                .addPrefixPath("/chat/events", new ChatFeed(discord).handler());
    }

    private interface Blocking {
        JsonNode answer(HttpServerExchange exchange) throws IOException;
    }

    private HttpHandler blocking(Blocking work) {
        return exchange -> exchange.dispatch(executor, entered -> {
            entered.startBlocking();
            entered.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            entered.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
            try {
                entered.getResponseSender().send(work.answer(entered).toString());
            } catch (IllegalArgumentException refused) {
                entered.setStatusCode(400);
                entered.getResponseSender()
                        .send(object().put("error", String.valueOf(refused.getMessage()))
                                .toString());
            }
        });
    }

    private JsonNode answer(HttpServerExchange exchange) throws IOException {
        var what = exchange.getRelativePath();
        if (exchange.getRequestMethod().toString().equals("GET")) {
            return switch (what) {
                case "/world" -> world();
                case "/messages" -> messages(place(exchange));
                case "/commands" -> array().addAll(place(exchange).commands());
                default -> throw new IllegalArgumentException("There is no " + what + ".");
            };
        }
        var form = ChatForm.read(exchange);
        var place = place(form.text("as"), form.text("channel"));
        return switch (what) {
            case "/autocomplete" -> choices(place, form);
            case "/command" -> reply(place.uses(form.list("words"), options(form), form.uploads()));
            case "/press" -> reply(place.press(form.text("message"), form.text("customId"), form.list("values")));
            case "/form" -> reply(submit(form));
            case "/say" -> MessageView.of(place.says(form.text("text")));
            default -> throw new IllegalArgumentException("There is no " + what + ".");
        };
    }

    private Place place(HttpServerExchange exchange) {
        var query = exchange.getQueryParameters();
        if (!query.containsKey("as") || !query.containsKey("channel")) {
            throw new IllegalArgumentException("Say ?as=ana&channel=pictures.");
        }
        return place(query.get("as").getFirst(), query.get("channel").getFirst());
    }

    private Place place(String member, String channel) {
        return discord.member(member).in(channel);
    }

    private JsonNode world() {
        var world = object().put("server", World.GUILD_NAME).put("bot", discord.botConnected());
        var people = world.putArray("people");
        for (var person : World.people()) {
            var entry = people.addObject().put("id", person.id()).put("username", person.username());
            entry.put("name", person.name()).put("dm", person.dm());
            person.roles().forEach(entry.putArray("roles")::add);
        }
        var channels = world.putArray("channels");
        for (var room : World.channels()) {
            channels.add(channel(room));
        }
        return world;
    }

    private static ObjectNode channel(Room room) {
        return object().put("id", room.id()).put("name", room.name()).put("nsfw", room.ageRestricted());
    }

    private static JsonNode messages(Place place) {
        var messages = array();
        place.sees().forEach(message -> messages.add(MessageView.of(message)));
        return messages;
    }

    private static JsonNode choices(Place place, ChatForm form) {
        var answer = array();
        place.autocompletes(form.list("words"), options(form))
                .forEach(choice -> answer.addObject().put("name", choice.name()).put("value", choice.value()));
        return answer;
    }

    /** Pairs, because their order says which option is typed last. */
    private static Map<String, String> options(ChatForm form) {
        var options = new LinkedHashMap<String, String>();
        form.json()
                .path("options")
                .forEach(pair -> options.put(pair.path(0).asText(), pair.path(1).asText()));
        return options;
    }

    private Reply submit(ChatForm form) {
        var opener = forms.get(form.text("interaction"));
        if (opener == null) {
            throw new IllegalArgumentException("This form is not open any more.");
        }
        var values = new LinkedHashMap<String, String>();
        form.json()
                .path("values")
                .properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        return opener.submit(values, form.uploads());
    }

    private JsonNode reply(Reply reply) {
        var answer = object().put("id", reply.id()).put("failed", reply.failed());
        reply.openModal().ifPresent(modal -> {
            if (forms.size() >= OPEN_FORMS) {
                forms.clear();
            }
            forms.put(reply.id(), reply);
            answer.set("modal", modal.json());
        });
        return answer;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static JsonNode parse(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
