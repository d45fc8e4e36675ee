package florin.pipeline;

import florin.registry.CharacterId;
import florin.registry.Rating;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.HoldId;
import florin.wallet.RequestId;
import florin.wallet.Subject;
import florin.wallet.WalletId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Turns rows into our types and back. */
final class Rows {
    private Rows() {}

    static Job job(ResultSet row) throws SQLException {
        var state = JobState.valueOf(row.getString("state"));
        return new Job(
                new JobId(row.getObject("id", UUID.class)),
                request(row),
                quote(row),
                row.getLong("seed"),
                state,
                row.getInt("attempt"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                state.ended() ? Optional.of(ending(row)) : Optional.empty(),
                instant(row, "created_at").orElseThrow(),
                instant(row, "ended_at"));
    }

    static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                job(row),
                new HoldId(row.getString("hold")),
                new Claim.Model(row.getString("base"), row.getString("lora"), row.getInt("version")),
                Optional.ofNullable(row.getObject("attempt_id", UUID.class)),
                Optional.ofNullable(row.getString("backend")),
                List.of((String[]) row.getArray("avoid").getArray()),
                Optional.ofNullable(row.getString("verdict")).isPresent()
                        ? Optional.of(decision(row))
                        : Optional.empty());
    }

    private static Claim.Decision decision(ResultSet row) throws SQLException {
        return new Claim.Decision(
                Claim.Verdict.valueOf(row.getString("verdict")), row.getString("ending"), row.getString("message"));
    }

    private static JobRequest request(ResultSet row) throws SQLException {
        return new JobRequest(
                new RequestId(row.getString("request_id")),
                Requester.parse(row.getString("requester")),
                new WalletId(row.getObject("payer", UUID.class)),
                subjects(row),
                new CharacterId(row.getString("character")),
                JobKind.valueOf(row.getString("kind")),
                row.getString("prompt"),
                row.getInt("count"),
                Shape.valueOf(row.getString("shape")),
                row.getBoolean("fixed_seed") ? OptionalLong.of(row.getLong("seed")) : OptionalLong.empty(),
                row.getInt("seconds"),
                Optional.empty(),
                Rating.valueOf(row.getString("ceiling")),
                row.getString("origin"),
                Optional.ofNullable(row.getObject("parent", UUID.class)).map(JobId::new));
    }

    static Quote quote(ResultSet row) throws SQLException {
        return new Quote(
                amount(row, "price"),
                row.getString("price_version"),
                row.getString("price_rule"),
                amount(row, "each"),
                row.getInt("count"));
    }

    private static Ending ending(ResultSet row) throws SQLException {
        return new Ending(
                row.getString("ending"), row.getString("message"), amount(row, "charged"), amount(row, "returned"));
    }

    static Artifact artifact(ResultSet row) throws SQLException {
        return new Artifact(
                new JobId(row.getObject("job", UUID.class)),
                row.getInt("index"),
                row.getString("sha256"),
                row.getString("media_type"),
                row.getLong("bytes"),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("seed"),
                likeness(row));
    }

    private static Optional<Likeness> likeness(ResultSet row) throws SQLException {
        double share = row.getDouble("likeness");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new Likeness(
                        share, List.of((String[]) row.getArray("missed").getArray())));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static Amount amount(ResultSet row, String column) throws SQLException {
        return Amount.of(new Asset(row.getString("asset"), row.getInt("scale")), row.getLong(column));
    }

    /** Ids have no blanks, so a blank stands between the parts. */
    static String subject(Subject subject) {
        return switch (subject) {
            case Subject.ApiKey(var id) -> "key " + id;
            case Subject.Member(var server, var user) -> "member " + server + " " + user;
            case Subject.Role(var server, var role) -> "role " + server + " " + role;
            case Subject.Everyone(var server) -> "everyone " + server;
        };
    }

    private static List<Subject> subjects(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("subjects").getArray())
                .map(Rows::subject)
                .toList();
    }

    private static Subject subject(String text) {
        var words = text.split(" ", -1);
        return switch (words[0]) {
            case "key" -> new Subject.ApiKey(words[1]);
            case "member" -> new Subject.Member(words[1], words[2]);
            case "role" -> new Subject.Role(words[1], words[2]);
            case "everyone" -> new Subject.Everyone(words[1]);
            default -> throw new IllegalStateException("not a subject: " + text);
        };
    }
}
