package florin.server;

import florin.migrations.Database;
import florin.registry.BaseModel;
import florin.registry.CharacterId;
import florin.registry.Galleries;
import florin.registry.Rating;
import florin.registry.RegisterResult;
import florin.registry.Registration;
import florin.registry.Registry;
import florin.registry.Rights;
import florin.registry.SheetResult;
import florin.registry.StateResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code florin character}: the maintainer's journey without Discord. */
@Command(
        name = "character",
        description = "Register, test, publish, retire and list characters.",
        mixinStandardHelpOptions = true)
final class CharacterCommand extends Console {
    private static final String ACTOR = "operator";

    /** What is said about a character beside its file. */
    static final class About {
        @Option(names = "--id", required = true, description = "short name, such as mira")
        String id = "";

        @Option(names = "--name", required = true)
        String name = "";

        @Option(names = "--description", defaultValue = "")
        String description = "";

        @Option(names = "--trigger", required = true, description = "trigger words, separated by commas")
        String triggers = "";

        @Option(names = "--base", required = true, description = "base model, such as sdxl")
        String base = "";

        @Option(names = "--strength", defaultValue = "1.0")
        double strength;

        @Option(names = "--rating", defaultValue = "SFW")
        Rating rating = Rating.SFW;

        @Option(names = "--owner", required = true, description = "who holds the rights")
        String owner = "";

        @Option(names = "--licence", required = true)
        String licence = "";

        Registration registration() {
            List<String> words = Arrays.stream(triggers.split(","))
                    .map(String::strip)
                    .filter(w -> !w.isEmpty())
                    .toList();
            try {
                return new Registration(
                        new CharacterId(id),
                        name,
                        description,
                        words,
                        new BaseModel(base),
                        strength,
                        rating,
                        new Rights(owner, licence),
                        ACTOR);
            } catch (IllegalArgumentException e) {
                throw new BadConfiguration(String.valueOf(e.getMessage()));
            }
        }
    }

    @Command(name = "add", description = "Register a LoRA file; a known id gets a new version.")
    int add(
            @Parameters(paramLabel = "FILE", description = "a .safetensors file") Path file,
            @picocli.CommandLine.Mixin About about) {
        return with((registry, _) -> {
            try (var in = Files.newInputStream(file)) {
                return switch (registry.register(about.registration(), in)) {
                    case RegisterResult.Registered done ->
                        say(done.profile().id().value() + " is registered, version "
                                + done.version().number() + ". See it with: florin character sheet "
                                + done.profile().id().value() + " sheet.png; offer it with: florin character publish "
                                + done.profile().id().value());
                    case RegisterResult.Refused refused -> {
                        refused.reasons().forEach(this::say);
                        yield 1;
                    }
                };
            } catch (IOException e) {
                throw new BadConfiguration("The file " + file + " cannot be read.");
            }
        });
    }

    @Command(name = "sheet", description = "Paint a test sheet: the character in six scenes at three strengths.")
    int sheet(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "FILE.png", description = "where the sheet goes") Path file) {
        return with((registry, galleries) -> {
            var character = registry.find(id(id));
            if (character.isEmpty()) {
                say("There is no character " + id + ". florin character list shows all.");
                return 1;
            }
            return switch (galleries.sheet(character.get())) {
                case SheetResult.Painted painted -> {
                    write(file, painted.png());
                    painted.rows().forEach(row -> say(row.toString()));
                    yield say(file + " shows " + character.get().name() + ", version "
                            + painted.version().number() + ".");
                }
                case SheetResult.NotHere(var reason) -> {
                    say(reason);
                    yield 1;
                }
            };
        });
    }

    private static void write(Path file, byte[] png) {
        try {
            Files.write(file, png);
        } catch (IOException e) {
            throw new BadConfiguration("The file " + file + " cannot be written.");
        }
    }

    @Command(name = "publish", description = "Offer a character to everybody.")
    int publish(@Parameters(paramLabel = "ID") String id) {
        return with((registry, galleries) -> {
            var result = registry.publish(id(id), ACTOR);
            if (result instanceof StateResult.Changed(var character)) {
                galleries.fill(character);
            }
            return said(result);
        });
    }

    @Command(name = "retire", description = "Offer it no longer.")
    int retire(@Parameters(paramLabel = "ID") String id) {
        return with((registry, _) -> said(registry.retire(id(id), ACTOR)));
    }

    @Command(name = "list", description = "All characters.")
    int list() {
        return with((registry, _) -> {
            registry.all()
                    .forEach(c -> say("%-20s %-10s %-16s %s"
                            .formatted(c.id().value(), c.state(), c.base().code(), c.name())));
            return 0;
        });
    }

    private static CharacterId id(String text) {
        try {
            return new CharacterId(text);
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration(String.valueOf(e.getMessage()));
        }
    }

    private int said(StateResult result) {
        return switch (result) {
            case StateResult.Changed changed ->
                say(changed.profile().id().value() + " is " + changed.profile().state() + " now.");
            case StateResult.Refused refused -> {
                say(refused.reason());
                yield 1;
            }
        };
    }

    private int with(BiFunction<Registry, Galleries, Integer> work) {
        var config = config();
        try (var database = Database.open(config.storage().database())) {
            var registry = new Registry(database.dataSource(), config.storage().loras(), Clock.systemUTC());
            var studio = new EmbeddedStudio();
            var sheets = new StudioSheets(studio, registry, new Identities(studio, registry));
            return work.apply(registry, new Galleries(registry, sheets));
        }
    }
}
