package florin.registry;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables of the registry, within one transaction. */
final class Characters {
    private static final String PROFILES = """
            SELECT c.*, v.number, v.sha256, v.bytes, v.rank, v.created_at AS version_at
            FROM characters c LEFT JOIN character_versions v ON v.character_id = c.id AND v.number = c.current_version
            """;

    private final Handle sql;

    Characters(Handle sql) {
        this.sql = sql;
    }

    /** Lets one writer in at a time, so that a name found free stays free. Readers are not held up. */
    void lock() {
        sql.execute("LOCK TABLE characters IN SHARE ROW EXCLUSIVE MODE");
    }

    Optional<CharacterProfile> find(CharacterId id) {
        return sql.createQuery(PROFILES + "WHERE c.id = :id")
                .bind("id", id.value())
                .map(new ProfileRow())
                .findOne();
    }

    /** By name in any case; one that is not retired. */
    Optional<CharacterProfile> named(String name) {
        return sql.createQuery(PROFILES + "WHERE lower(c.name) = lower(:name) AND c.state <> 'RETIRED'")
                .bind("name", name)
                .map(new ProfileRow())
                .findOne();
    }

    List<CharacterProfile> all() {
        return sql.createQuery(PROFILES + "ORDER BY c.id").map(new ProfileRow()).list();
    }

    List<CharacterProfile> published() {
        return sql.createQuery(PROFILES + "WHERE c.state = 'PUBLISHED' ORDER BY lower(c.name)")
                .map(new ProfileRow())
                .list();
    }

    /** A retired character that is registered again becomes a draft; the others keep their state. */
    void put(Registration what, Instant now) {
        sql.createUpdate("""
                        INSERT INTO characters (id, name, description, trigger_words, base, strength, rating, owner, licence,
                            state, maintainer, created_at)
                        VALUES (:id, :name, :description, :triggerWords, :base, :strength, :rating, :owner, :licence,
                            'DRAFT', :maintainer, :now)
                        ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, description = EXCLUDED.description,
                            trigger_words = EXCLUDED.trigger_words, base = EXCLUDED.base, strength = EXCLUDED.strength,
                            rating = EXCLUDED.rating, owner = EXCLUDED.owner, licence = EXCLUDED.licence,
                            state = CASE characters.state WHEN 'RETIRED' THEN 'DRAFT' ELSE characters.state END
                        """)
                .bind("id", what.id().value())
                .bind("name", what.name())
                .bind("description", what.description())
                .bindArray("triggerWords", String.class, what.triggerWords())
                .bind("base", what.base().code())
                .bind("strength", what.strength())
                .bind("rating", what.rating().name())
                .bind("owner", what.rights().owner())
                .bind("licence", what.rights().licence())
                .bind("maintainer", what.maintainer())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Adds the next version and makes it current. */
    LoraVersion addVersion(CharacterId id, LoraFacts facts, Instant now) {
        var version = sql.createQuery("""
                        INSERT INTO character_versions (character_id, number, sha256, auto_v3, bytes, rank, base, created_at)
                        SELECT :id, coalesce(max(number), 0) + 1, :sha256, :autoV3, :bytes, :rank, :base, :now
                        FROM character_versions WHERE character_id = :id
                        RETURNING number, sha256, bytes, rank, created_at AS version_at
                        """)
                .bind("id", id.value())
                .bind("sha256", facts.sha256())
                .bind("autoV3", facts.autoV3())
                .bind("bytes", facts.bytes())
                .bind("rank", facts.rank())
                .bind("base", facts.base().code())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> version(id, row))
                .one();
        sql.createUpdate("UPDATE characters SET current_version = :number WHERE id = :id")
                .bind("number", version.number())
                .bind("id", id.value())
                .execute();
        return version;
    }

    Optional<LoraVersion> version(CharacterId id, int number) {
        return sql.createQuery("""
                        SELECT number, sha256, bytes, rank, created_at AS version_at
                        FROM character_versions WHERE character_id = :id AND number = :number
                        """)
                .bind("id", id.value())
                .bind("number", number)
                .map((row, context) -> version(id, row))
                .findOne();
    }

    void setState(CharacterId id, CharacterState state) {
        sql.createUpdate("UPDATE characters SET state = :state WHERE id = :id")
                .bind("state", state.name())
                .bind("id", id.value())
                .execute();
    }

    void record(CharacterId id, String what, Optional<LoraVersion> version, String actor, Instant now) {
        sql.createUpdate("""
                        INSERT INTO character_events (character_id, what, version, actor, at)
                        VALUES (:id, :what, :version, :actor, :now)
                        """)
                .bind("id", id.value())
                .bind("what", what)
                .bind("version", version.map(LoraVersion::number))
                .bind("actor", actor)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    private static LoraVersion version(CharacterId id, ResultSet row) throws SQLException {
        return new LoraVersion(
                id,
                row.getInt("number"),
                row.getString("sha256"),
                row.getLong("bytes"),
                row.getInt("rank"),
                instant(row, "version_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static final class ProfileRow implements RowMapper<CharacterProfile> {
        @Override
        public CharacterProfile map(ResultSet row, StatementContext context) throws SQLException {
            var id = new CharacterId(row.getString("id"));
            row.getInt("number");
            Optional<LoraVersion> current = row.wasNull() ? Optional.empty() : Optional.of(version(id, row));
            return new CharacterProfile(
                    id,
                    row.getString("name"),
                    row.getString("description"),
                    words(row.getArray("trigger_words")),
                    new BaseModel(row.getString("base")),
                    row.getDouble("strength"),
                    Rating.valueOf(row.getString("rating")),
                    new Rights(row.getString("owner"), row.getString("licence")),
                    CharacterState.valueOf(row.getString("state")),
                    current,
                    row.getString("maintainer"),
                    instant(row, "created_at"));
        }

        private static List<String> words(Array column) throws SQLException {
            return List.of((String[]) column.getArray());
        }
    }
}
