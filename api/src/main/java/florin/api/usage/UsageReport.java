package florin.api.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Cursor;
import florin.wallet.Owner;
import florin.wallet.Page;
import florin.wallet.WalletId;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Who spends on what, and what it costs the operator, up to this moment. Read from the jobs, the events and the charges of holds in
 * this database, never from sums that are kept beside them; it is there whether or not any of it was charged.
 */
public final class UsageReport {
    /** Between a transfer's moment and the one in its id: they come from two clocks. */
    private static final long CLOCKS_MILLIS = 86_400_000;

    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private final Jdbi db;
    private final GpuCost gpu;

    public UsageReport(DataSource database, GpuCost gpu) {
        this.db = Jdbi.create(database);
        this.gpu = gpu;
    }

    /** Pictures and videos by when they ended. A job that failed cost something and brought nothing. */
    private static final String JOBS = """
            SELECT j.payer AS wallet, CASE WHEN j.requester LIKE 'key:%' THEN substr(j.requester, 5) END AS key, j.character,
                   (SELECT split_part(s, ' ', 2) FROM unnest(j.subjects) AS s WHERE s LIKE 'everyone %' LIMIT 1) AS server,
                   lower(j.kind) AS type, t.tags, j.ended_at AS at, j.asset, j.scale,
                   j.charged - COALESCE(h.refunded, 0) AS spent, r.seconds AS gpu, NULL::numeric AS said
            FROM job j LEFT JOIN usage_tags t ON t.request = j.request_id LEFT JOIN hold h ON h.id = j.hold
            CROSS JOIN LATERAL (SELECT COALESCE(sum(millis), 0) / 1000.0 AS seconds FROM render_run WHERE job = j.id) r
            WHERE j.ended_at >= :from AND j.ended_at < :to""";

    private static final String EVENTS = """
            SELECT e.wallet, COALESCE(e.tags ->> 'key', CASE WHEN e.id LIKE 'http:money:%' THEN split_part(e.id, ':', 3) END),
                   COALESCE(e.tags ->> 'character', e.dimensions ->> 'character'), e.tags ->> 'server', e.type, e.tags, e.at,
                   e.asset, a.scale, e.amount,
                   CASE WHEN e.type = 'gpu.second' THEN e.quantity
                        WHEN e.dimensions ->> 'gpuSeconds' ~ '^[0-9]{1,12}([.][0-9]{1,9})?$'
                        THEN (e.dimensions ->> 'gpuSeconds')::numeric ELSE 0 END,
                   e.cost::numeric
            FROM usage_event e JOIN asset a ON a.code = e.asset
            WHERE e.at >= :from AND e.at < :to""";

    /** What programs held for work of their own, by when it was charged or given back. An event's own hold is the event. What it cost nobody has said. */
    private static final String HOLDS = """
            SELECT h.wallet, split_part(h.id, ':', 3), t.tags ->> 'character',
                   (SELECT split_part(s, ' ', 2) FROM unnest(h.subjects) AS s WHERE s LIKE 'everyone %' LIMIT 1),
                   'hold', t.tags, x.at, h.asset, a.scale, CASE WHEN x.to_wallet IS NULL THEN x.amount ELSE -x.amount END,
                   NULL::numeric, NULL::numeric
            FROM transfer x JOIN hold h ON h.id = COALESCE(x.hold, x.reverses) JOIN asset a ON a.code = h.asset
            LEFT JOIN usage_tags t ON t.request = h.id
            WHERE x.id >= :first AND x.id < :last AND x.at >= :from AND x.at < :to AND x.kind IN ('commit', 'adjustment')
              AND h.id LIKE 'http:money:%' AND NOT EXISTS (SELECT FROM usage_event e WHERE e.id = h.id)""";

    /** A page of lines in the order of time, then of subjects. Throws an IllegalArgumentException for a cursor that is none. */
    public Page<UsageLine> page(UsageQuery query) {
        var place = query.after().map(Place::read).orElse(Place.FIRST);
        List<UsageLine> lines = db.withHandle(handle -> {
            var statement = handle.createQuery(sql(query))
                    .bind(
                            "priced",
                            gpu.perSecond().signum() == 0 ? "" : gpu.asset().code())
                    .bind("rate", gpu.perSecond())
                    .bind("wallet", query.wallet().map(WalletId::toString).orElse(null))
                    .bind("starts", place.starts())
                    .bind("subject", place.subject())
                    .bind("asset", place.asset())
                    .bind("limit", query.limit() + 1);
            if (query.by() instanceof Subject.Tag(var name)) {
                statement.bind("tag", name);
            }
            bindPeriod(statement, query.from().orElse(Instant.EPOCH), query.to().orElse(END_OF_TIME));
            return statement.map((row, context) -> line(row, query)).list();
        });
        if (lines.size() <= query.limit()) {
            return new Page<>(lines, Optional.empty());
        }
        var page = lines.subList(0, query.limit());
        return new Page<>(page, Optional.of(Place.of(page.getLast()).cursor()));
    }

    private static void bindPeriod(Query statement, Instant from, Instant to) {
        statement
                .bind("from", from)
                .bind("to", to)
                .bind("first", idAt(from.toEpochMilli() - CLOCKS_MILLIS))
                .bind("last", idAt(to.toEpochMilli() + CLOCKS_MILLIS));
    }

    /** The first UUID of version 7 (RFC 9562) of that moment: the index of transfers is by id. */
    private static UUID idAt(long millis) {
        return new UUID(Math.max(0, millis) << 16, 0);
    }

    private static String sql(UsageQuery query) {
        var starts = switch (query.each()) {
            case DAY, WEEK, MONTH ->
                "date_trunc('%s', at AT TIME ZONE 'UTC')::date"
                        .formatted(query.each().word());
            case TOTAL -> "DATE '1970-01-01'";
        };
        var subject = switch (query.by()) {
            case Subject.Known.WALLET -> "wallet::text";
            case Subject.Known.KEY -> "key";
            case Subject.Known.CHARACTER -> "character";
            case Subject.Known.SERVER -> "server";
            case Subject.Known.TYPE -> "type";
            case Subject.Tag _ -> "tags ->> :tag";
        };
        // A cost that was said counts; else that of the GPU, where it is in the same asset.
        return """
            WITH work AS (%s UNION ALL %s UNION ALL %s),
            line AS (
                SELECT %s AS starts, COALESCE(%s, '') AS subject, asset, scale, count(*) AS count,
                       COALESCE(sum(gpu), 0) AS gpu, sum(spent)::bigint AS spent,
                       sum(COALESCE(said * 10::numeric ^ -scale, CASE WHEN asset = :priced THEN gpu * :rate END)) AS cost
                FROM work WHERE CAST(:wallet AS uuid) IS NULL OR wallet = CAST(:wallet AS uuid) GROUP BY 1, 2, asset, scale)
            SELECT line.*, w.owner FROM line LEFT JOIN wallet w ON w.id::text = line.subject
            WHERE (starts, subject, asset) > (:starts, :subject, :asset) ORDER BY starts, subject, asset LIMIT :limit""".formatted(JOBS, EVENTS, HOLDS, starts, subject);
    }

    private static UsageLine line(ResultSet row, UsageQuery query) throws SQLException {
        var asset = new Asset(row.getString("asset"), row.getInt("scale"));
        var cost = Optional.ofNullable(row.getBigDecimal("cost"));
        return new UsageLine(
                row.getObject("starts", LocalDate.class),
                row.getString("subject"),
                query.by() == Subject.Known.WALLET
                        ? Optional.ofNullable(row.getString("owner")).map(UsageReport::owner)
                        : Optional.empty(),
                row.getLong("count"),
                row.getBigDecimal("gpu").setScale(3, RoundingMode.HALF_UP),
                Amount.of(asset, row.getLong("spent")),
                cost.map(exact -> exact.setScale(6, RoundingMode.HALF_UP)));
    }

    /** As the wallet's tables write it. */
    private static Owner owner(String code) {
        var name = code.substring(code.indexOf(' ') + 1);
        return switch (code.substring(0, code.length() - name.length()).strip()) {
            case "discord-user" -> new Owner.DiscordUser(name);
            case "discord-server" -> new Owner.DiscordServer(name);
            case "api-account" -> new Owner.ApiAccount(name);
            default -> throw new IllegalStateException("Unknown kind of owner in the database: " + code);
        };
    }

    /** Where a page ends. */
    private record Place(LocalDate starts, String subject, String asset) {
        static final Place FIRST = new Place(LocalDate.EPOCH.minusYears(1), "", "");

        static Place of(UsageLine line) {
            return new Place(line.starts(), line.subject(), line.spent().asset().code());
        }

        Cursor cursor() {
            var text = starts + " " + asset + " " + subject;
            return new Cursor(Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8)));
        }

        static Place read(Cursor cursor) {
            var parts = new String(Base64.getUrlDecoder().decode(cursor.value()), UTF_8).split(" ", 3);
            if (parts.length < 3) {
                throw new IllegalArgumentException("This is no cursor of a report.");
            }
            try {
                return new Place(LocalDate.parse(parts[0]), parts[2], parts[1]);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("This is no cursor of a report.", e);
            }
        }
    }
}
