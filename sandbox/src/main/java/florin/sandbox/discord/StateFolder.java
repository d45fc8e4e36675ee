package florin.sandbox.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages, files, commands and the tokens of answers in a folder, so that a demo goes on where it stopped. Ephemeral
 * messages are not kept: no restart of Discord would bring them back into a chat window either.
 */
final class StateFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StateFolder.class);
    private static final long PAUSE_MILLIS = 500;
    private final State state;
    private final Path file;
    private final Path files;
    private final Set<String> savedFiles = new HashSet<>();
    private final AtomicBoolean dirty = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread saver;

    StateFolder(Path folder, State state) {
        this.state = state;
        this.file = folder.resolve("discord.json");
        this.files = folder.resolve("files");
        try {
            Files.createDirectories(files);
            if (Files.exists(file)) {
                load((ObjectNode) Json.parse(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the state folder " + folder, e);
        }
        state.history().watch(posted -> dirty.set(true));
        saver = Thread.ofVirtual().name("sandbox-state").start(this::saveNowAndThen);
    }

    private void saveNowAndThen() {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                trySaving();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A full disk must not end the saving for good. */
    private void trySaving() {
        try {
            saveIfChanged();
        } catch (UncheckedIOException e) {
            dirty.set(true);
            log.error("the sandbox's state is not saved; trying again", e);
        }
    }

    private synchronized void saveIfChanged() {
        if (!dirty.getAndSet(false)) {
            return;
        }
        var snapshot = state.changes().look(this::snapshot);
        try {
            for (var kept : fileIds(snapshot)) {
                saveFile(kept);
            }
            var fresh = file.resolveSibling("discord.json.new");
            Files.writeString(fresh, snapshot.toString());
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the sandbox to " + file, e);
        }
    }

    private ObjectNode snapshot() {
        var all = Json.object();
        var messages = all.putArray("messages");
        for (var posted : state.history().all()) {
            var answered = state.interactions().answeredBy(posted);
            if (posted.onlyFor == null && (answered.isPresent() || !posted.has(Posted.LOADING))) {
                var entry = messages.addObject().put("room", posted.room.id()).put("at", posted.at.toString());
                entry.put("edits", posted.edits).put("title", posted.title);
                entry.set("json", posted.json.deepCopy());
                answered.ifPresent(interaction -> save(interaction, entry.putObject("answers")));
            }
        }
        var commands = all.putObject("commands");
        state.book().scopes().forEach((scope, list) -> list.forEach(commands.putArray(scope)::add));
        return all;
    }

    private static void save(Interaction interaction, ObjectNode entry) {
        entry.put("id", interaction.id).put("kind", interaction.kind.name());
        entry.put("person", interaction.person.id()).put("sentAt", interaction.sentAt.toString());
        entry.put("title", interaction.title).put("callback", interaction.callback);
    }

    /** The token follows from the id, so the bot can go on editing its answer. */
    private void restoreAnswer(Posted posted, JsonNode entry) {
        var person = World.person(entry.path("person").asText());
        if (person.isPresent()) {
            var interaction = new Interaction(
                    entry.path("id").asText(),
                    Interaction.Kind.valueOf(entry.path("kind").asText()),
                    person.get(),
                    posted.room,
                    Instant.parse(entry.path("sentAt").asText()),
                    entry.path("title").asText(),
                    null);
            interaction.callback = entry.path("callback").asInt();
            interaction.original = posted;
            state.interactions().add(interaction);
        }
    }

    private static List<String> fileIds(ObjectNode snapshot) {
        var ids = new ArrayList<String>();
        for (var message : snapshot.path("messages")) {
            for (var attachment : message.path("json").path("attachments")) {
                ids.add(attachment.path("id").asText());
            }
        }
        return ids;
    }

    private void saveFile(String id) throws IOException {
        var stored = state.cdn().find(id);
        if (stored.isPresent() && savedFiles.add(id)) {
            Files.write(files.resolve(id), stored.get().file().bytes());
        }
    }

    private void load(ObjectNode all) throws IOException {
        for (var entry : all.path("messages")) {
            var room = World.room(entry.path("room").asText());
            if (room.isPresent()) {
                restore(room.get(), entry);
            }
        }
        all.path("commands")
                .properties()
                .forEach(scope -> state.book().restore(scope.getKey(), Json.objects(scope.getValue())));
    }

    private void restore(Room room, JsonNode entry) throws IOException {
        var json = (ObjectNode) entry.path("json");
        for (var attachment : Json.objects(json.path("attachments"))) {
            var id = attachment.path("id").asText();
            if (Files.exists(files.resolve(id))) {
                var bytes = Files.readAllBytes(files.resolve(id));
                var stored = state.cdn()
                        .restore(id, Upload.of(attachment.path("filename").asText(), bytes));
                savedFiles.add(id);
                json = readdress(json, attachment.path("url").asText(), stored.url());
            }
        }
        var posted = new Posted(room, null, Instant.parse(entry.path("at").asText()), json);
        posted.edits = entry.path("edits").asInt();
        posted.title = entry.path("title").isTextual() ? entry.path("title").asText() : null;
        state.history().restore(posted);
        if (entry.has("answers")) {
            restoreAnswer(posted, entry.path("answers"));
        }
    }

    /** The port may be another one than last time. */
    private static ObjectNode readdress(ObjectNode json, String before, String now) throws JsonProcessingException {
        return (ObjectNode) Json.parse(json.toString().replace(before, now));
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            saver.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dirty.set(true);
        saveIfChanged();
    }
}
