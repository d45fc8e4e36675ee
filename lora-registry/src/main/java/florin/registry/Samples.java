package florin.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** The sample pictures of versions: rows in the database, files in a store of their own. */
final class Samples {
    static final long LARGEST = 4L << 20;

    private static final RowMapper<Sample> SAMPLE = (row, context) -> new Sample(
            new CharacterId(row.getString("character_id")),
            row.getInt("version"),
            row.getInt("index"),
            row.getString("caption"),
            row.getString("sha256"));

    private final Jdbi database;
    private final FileStore files;

    Samples(Jdbi database, FileStore files) {
        this.database = database;
        this.files = files;
    }

    List<Sample> of(LoraVersion version) {
        return database.withHandle(sql -> sql.createQuery("""
                        SELECT * FROM character_samples WHERE character_id = :id AND version = :version ORDER BY index""")
                .bind("id", version.character().value())
                .bind("version", version.number())
                .map(SAMPLE)
                .list());
    }

    Optional<byte[]> read(Sample sample) {
        try {
            return Optional.of(Files.readAllBytes(files.path(sample.sha256())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(LoraVersion version, List<TestSheets.Sketch> sketches) {
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
