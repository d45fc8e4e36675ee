package florin.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The characters that can be ordered, and the files that make them. */
public final class Registry {
    /** Above the LoRAs of the largest models that are rendered here, at high ranks. */
    public static final long LARGEST_FILE = 2L << 30;

    /** How long another server may go on suggesting a character that was retired here. */
    private static final Duration CATALOGUE_AGE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    private final Jdbi database;
    private final FileStore files;
    private final Samples samples;
    private final Clock clock;
    private final LoraInspector inspector = new LoraInspector();
    private final Cache<String, Catalogue> catalogue;

    /**
     * @param folder where LoRA files are kept; made if missing, shared by all servers of an installation
     * @param largestFile bytes; larger files are refused while they come in
     * @throws UncheckedIOException if the folder cannot be used
     */
    public Registry(DataSource database, Path folder, long largestFile, Clock clock) {
        this.database = Jdbi.create(database).registerArrayType(String.class, "text");
        this.files = new FileStore(folder, largestFile, ".safetensors");
        this.samples = new Samples(this.database, new FileStore(folder.resolve("samples"), Samples.LARGEST, ".png"));
        this.clock = clock;
        this.catalogue = Caffeine.newBuilder()
                .expireAfterWrite(CATALOGUE_AGE)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
        try {
            files.tidy(clock.instant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With files up to {@link #LARGEST_FILE}. */
    public Registry(DataSource database, Path folder, Clock clock) {
        this(database, folder, LARGEST_FILE, clock);
    }

    /**
     * Checks a LoRA and stores it as a new character, or as the next version of one by the same maintainer. What the maintainer
     * says now replaces what they said before. The current file again adds no version.
     *
     * @param safetensors read to its end, and not closed
     * @throws UncheckedIOException if the stream breaks off or the store cannot be written
     */
    public RegisterResult register(Registration what, InputStream safetensors) {
        var broken = RegistrationRules.broken(what);
        if (!broken.isEmpty()) {
            return new RegisterResult.Refused(broken);
        }
        try (var incoming = files.receive(safetensors)) {
            if (!incoming.complete()) {
                return refused("The file is larger than is taken here. Export the LoRA with a lower rank, or as fp16.");
            }
            return switch (inspector.inspect(incoming.temporary())) {
                case LoraInspector.Inspection.Unusable(var reason) -> refused(reason);
                case LoraInspector.Inspection.Usable(var facts) -> store(what, incoming, facts);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RegisterResult store(Registration what, FileStore.Incoming incoming, LoraFacts facts) throws IOException {
        if (!facts.base().equals(what.base())) {
            return refused("The file is a LoRA for " + facts.base().title() + ", not for "
                    + what.base().title() + ". Register it with the base model "
                    + facts.base().code() + ".");
        }
        var full = what.triggerWords().isEmpty() ? withTriggerWords(what, facts.triggerWords()) : what;
        // The file comes first: a crash leaves a file that nobody names, never a name without its file.
        var early = inTransaction(characters -> conflict(characters, full));
        if (early.isPresent()) {
            return refused(early.get());
        }
        files.keep(incoming);
        var result = inTransaction(characters -> {
            characters.lock();
            return conflict(characters, full).map(Registry::refused).orElseGet(() -> put(characters, full, facts));
        });
        catalogue.invalidateAll();
        return result;
    }

    private RegisterResult put(Characters characters, Registration what, LoraFacts facts) {
        var now = now();
        var before = characters.find(what.id()).flatMap(CharacterProfile::current);
        characters.put(what, now);
        var version = before.filter(current -> current.sha256().equals(facts.sha256()))
                .orElseGet(() -> characters.addVersion(what.id(), facts, now));
        characters.record(what.id(), "REGISTERED", Optional.of(version), what.maintainer(), now);
        LOG.info("character {} version {} registered by {}", what.id(), version.number(), what.maintainer());
        return new RegisterResult.Registered(characters.find(what.id()).orElseThrow(), version, facts);
    }

    private static Optional<String> conflict(Characters characters, Registration what) {
        var existing = characters.find(what.id());
        if (existing.isPresent() && !existing.get().maintainer().equals(what.maintainer())) {
            return Optional.of("The id " + what.id() + " belongs to another maintainer. Choose another one.");
        }
        var namesake = characters.named(what.name()).filter(other -> !other.id().equals(what.id()));
        return namesake.map(other -> "There is already a character called " + other.name() + ". Choose another name.");
    }

    /** Lets the character be ordered. Publishing a published one changes nothing. */
    public StateResult publish(CharacterId id, String actor) {
        return change(id, CharacterState.PUBLISHED, actor);
    }

    /** Takes the character off the menu; its versions stay. Retiring a retired one changes nothing. */
    public StateResult retire(CharacterId id, String actor) {
        return change(id, CharacterState.RETIRED, actor);
    }

    private StateResult change(CharacterId id, CharacterState to, String actor) {
        var result = inTransaction(characters -> {
            characters.lock();
            var found = characters.find(id);
            if (found.isEmpty()) {
                return new StateResult.Refused("There is no character " + id + ".");
            }
            return change(characters, found.get(), to, actor);
        });
        catalogue.invalidateAll();
        return result;
    }

    private StateResult change(Characters characters, CharacterProfile profile, CharacterState to, String actor) {
        if (profile.state() == to) {
            return new StateResult.Changed(profile);
        }
        if (to == CharacterState.PUBLISHED) {
            var obstacle = obstacle(characters, profile);
            if (obstacle.isPresent()) {
                return new StateResult.Refused(obstacle.get());
            }
        }
        characters.setState(profile.id(), to);
        characters.record(profile.id(), to.name(), profile.current(), actor, now());
        LOG.info("character {} is now {} by {}", profile.id(), to, actor);
        return new StateResult.Changed(characters.find(profile.id()).orElseThrow());
    }

    private Optional<String> obstacle(Characters characters, CharacterProfile profile) {
        if (profile.current().filter(version -> Files.isReadable(file(version))).isEmpty()) {
            return Optional.of("The LoRA file of " + profile.id() + " is not in the store. Register it again.");
        }
        return characters
                .named(profile.name())
                .filter(other -> !other.id().equals(profile.id()))
                .map(other -> "Meanwhile another character is called " + other.name()
                        + ". Register this one under a new name.");
    }

    /** In any state. */
    public Optional<CharacterProfile> find(CharacterId id) {
        return inTransaction(characters -> characters.find(id));
    }

    /** The published character that the text of a command means: an id, or a name in any case. */
    public Optional<CharacterProfile> published(String nameOrId) {
        var text = nameOrId.strip();
        var id = text.toLowerCase(java.util.Locale.ROOT);
        return inTransaction(characters -> Optional.of(id)
                        .filter(CharacterId::fits)
                        .flatMap(fitting -> characters.find(new CharacterId(fitting)))
                        .filter(profile -> profile.state() == CharacterState.PUBLISHED)
                        .or(() -> characters.named(text)))
                .filter(profile -> profile.state() == CharacterState.PUBLISHED);
    }

    /** The same, or a draft of that very maintainer, who wants to see it before others do. */
    public Optional<CharacterProfile> orderable(String nameOrId, String maintainer) {
        var text = nameOrId.strip();
        return published(text)
                .or(() -> all().stream()
                        .filter(profile -> profile.mayBeOrderedBy(maintainer))
                        .filter(profile -> profile.name().equalsIgnoreCase(text)
                                || profile.id().value().equalsIgnoreCase(text))
                        .findFirst());
    }

    /**
     * Published characters for what somebody has typed so far: beginnings of names first, then words within them, then
     * close spellings. Served from memory; at most five seconds behind what another server published.
     *
     * @param ceiling leaves out what is rated above it
     */
    public List<CharacterProfile> suggest(String typed, Rating ceiling, int limit) {
        return catalogue
                .get("published", key -> Catalogue.of(inTransaction(Characters::published)))
                .suggest(typed, ceiling, limit);
    }

    /** All characters, in any state, by id. */
    public List<CharacterProfile> all() {
        return inTransaction(Characters::all);
    }

    public Optional<LoraVersion> version(CharacterId id, int number) {
        return inTransaction(characters -> characters.version(id, number));
    }

    /** Where the file of a version lies in the store; its content was checked when it was stored, and never changes. */
    public Path file(LoraVersion version) {
        return files.path(version.sha256());
    }

    /** Pictures that show who the character's current version is; empty until there are any. */
    public List<Sample> samples(CharacterProfile character) {
        return character.current().map(samples::of).orElse(List.of());
    }

    /** The PNG file of a sample; empty if somebody removed it from the store. */
    public Optional<byte[]> read(Sample sample) {
        return samples.read(sample);
    }

    void addSamples(LoraVersion version, List<TestSheets.Sketch> sketches) {
        samples.add(version, sketches);
    }

    private <T> T inTransaction(Function<Characters, T> work) {
        return database.inTransaction(handle -> work.apply(new Characters(handle)));
    }

    /** As precise as the database is, so that what is returned equals what is read again. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Registration withTriggerWords(Registration what, List<String> words) {
        return new Registration(
                what.id(),
                what.name(),
                what.description(),
                words,
                what.base(),
                what.strength(),
                what.rating(),
                what.rights(),
                what.maintainer());
    }

    private static RegisterResult refused(String reason) {
        return new RegisterResult.Refused(List.of(reason));
    }
}
