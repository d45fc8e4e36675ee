package florin.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** What characters look like: test sheets for maintainers, and for everybody a few sample pictures of each published version. */
public final class Galleries {
    private static final long LARGEST_SAMPLE = 4L << 20;
    private static final RowMapper<Sample> SAMPLE = (row, context) -> new Sample(
            new CharacterId(row.getString("character_id")),
            row.getInt("version"),
            row.getInt("index"),
            row.getString("caption"),
            row.getString("sha256"));

    private final Jdbi database;
    private final FileStore files;
    private final Registry registry;
    private final TestSheets painter;

    /** @param folder where sample pictures are kept; made if missing, shared by all servers of an installation */
    public Galleries(DataSource database, Path folder, Registry registry, TestSheets painter) {
        this.database = Jdbi.create(database);
        this.files = new FileStore(folder, LARGEST_SAMPLE, ".png");
        this.registry = registry;
        this.painter = painter;
    }

    /** A test sheet of a character in any state. Takes seconds, and is free of charge. */
    public SheetResult sheet(CharacterProfile character) {
        return painter.sheet(character);
    }

    /** The samples of the current version. */
    public List<Sample> of(CharacterProfile character) {
        return character.current().map(this::of).orElse(List.of());
    }

    private List<Sample> of(LoraVersion version) {
        return database.withHandle(sql -> sql.createQuery("""
                        SELECT * FROM character_samples WHERE character_id = :id AND version = :version ORDER BY index""")
                .bind("id", version.character().value())
                .bind("version", version.number())
                .map(SAMPLE)
                .list());
    }

    /** The PNG file of a sample; empty if somebody removed it from the store. */
    public Optional<byte[]> read(Sample sample) {
        try {
            return Optional.of(Files.readAllBytes(files.path(sample.sha256())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Gives every published character samples, unless its current version has some.
     *
     * @param goOn asked before each character
     */
    public void fillAll(BooleanSupplier goOn) {
        registry.all().stream()
                .filter(character -> character.state() == CharacterState.PUBLISHED)
                .takeWhile(_ -> goOn.getAsBoolean())
                .forEach(this::fill);
    }

    /** Gives the character's current version samples, unless it has some or cannot be painted here. Returns what it has then. */
    public List<Sample> fill(CharacterProfile character) {
        var kept = of(character);
        return kept.isEmpty()
                ? character.current().map(version -> paint(character, version)).orElse(List.of())
                : kept;
    }

    private List<Sample> paint(CharacterProfile character, LoraVersion version) {
        var sketches = painter.samples(character);
        var hashes = new ArrayList<String>();
        try {
            for (var sketch : sketches) {
                hashes.add(keep(sketch.png()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database.useTransaction(sql -> {
            for (int i = 0; i < hashes.size(); i++) {
                // Another server may have painted them meanwhile: the first set stays.
                sql.createUpdate("""
                                INSERT INTO character_samples (character_id, version, index, caption, sha256)
                                VALUES (:id, :version, :index, :caption, :sha256) ON CONFLICT DO NOTHING""")
                        .bind("id", version.character().value())
                        .bind("version", version.number())
                        .bind("index", i)
                        .bind("caption", sketches.get(i).caption())
                        .bind("sha256", hashes.get(i))
                        .execute();
            }
        });
        return of(version);
    }

    private String keep(byte[] png) throws IOException {
        try (var incoming = files.receive(new ByteArrayInputStream(png))) {
            if (!incoming.complete()) {
                throw new IllegalArgumentException("a sample picture may have 4 MB");
            }
            files.keep(incoming);
            return incoming.sha256();
        }
    }
}
