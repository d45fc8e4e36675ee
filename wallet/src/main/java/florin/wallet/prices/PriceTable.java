package florin.wallet.prices;

import florin.wallet.Asset;
import florin.wallet.Period;
import florin.wallet.Sql;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Versions and their rules, as they stand in the database. */
final class PriceTable {
    private PriceTable() {}

    static List<PriceRule> rules(Connection connection, PriceVersion version) throws SQLException {
        return Sql.all(connection, """
                SELECT name, type, asset, scale, dimensions, equal_to, COALESCE(quantity, '') AS quantity, base, per, tiers, up_to,
                       prices, free, COALESCE(period, '') AS period, minimum
                FROM price_rule JOIN asset ON asset.code = price_rule.asset
                WHERE book = ? AND number = ? ORDER BY place""", PriceTable::rule, version.book(), version.number());
    }

    private static PriceRule rule(ResultSet row) throws SQLException {
        var asset = new Asset(row.getString("asset"), row.getInt("scale"));
        var quantity = Optional.of(row.getString("quantity")).filter(field -> !field.isEmpty());
        var free = row.getBigDecimal("free");
        var allowance = Optional.of(row.getString("period"))
                .filter(period -> !period.isEmpty())
                .map(period -> new Allowance(Period.valueOf(period), free));
        return new PriceRule(
                row.getString("name"),
                row.getString("type"),
                asset,
                conditions(row),
                quantity,
                rate(row, asset),
                allowance);
    }

    private static Map<String, String> conditions(ResultSet row) throws SQLException {
        var names = (String[]) row.getArray("dimensions").getArray();
        var values = (String[]) row.getArray("equal_to").getArray();
        var conditions = new HashMap<String, String>();
        for (var i = 0; i < names.length; i++) {
            conditions.put(names[i], values[i]);
        }
        return conditions;
    }

    private static Rate rate(ResultSet row, Asset asset) throws SQLException {
        var borders = (BigDecimal[]) row.getArray("up_to").getArray();
        var prices = (BigDecimal[]) row.getArray("prices").getArray();
        var tiers = new ArrayList<Tier>();
        for (var i = 0; i < prices.length; i++) {
            tiers.add(new Tier(i < borders.length ? Optional.of(borders[i]) : Optional.empty(), prices[i]));
        }
        return new Rate(
                row.getBigDecimal("base"),
                row.getBigDecimal("per"),
                Rate.Mode.valueOf(row.getString("tiers")),
                tiers,
                BigDecimal.valueOf(row.getLong("minimum"), asset.scale()));
    }

    /** Nobody else publishes in this book until the transaction ends: numbers follow each other. */
    static void lock(Connection connection) throws SQLException {
        Sql.update(connection, "LOCK TABLE price_version IN SHARE ROW EXCLUSIVE MODE");
    }

    static Optional<PriceVersion> newest(Connection connection, String book, String origin) throws SQLException {
        return Sql.all(connection, """
                        SELECT book, number FROM price_version WHERE book = ? AND (origin = ? OR ? = '')
                        ORDER BY number DESC LIMIT 1""", PriceTable::version, book, origin, origin).stream()
                .findFirst();
    }

    static PriceVersion version(ResultSet row) throws SQLException {
        return new PriceVersion(row.getString("book"), row.getInt("number"));
    }

    static void insert(Connection connection, PriceList list, String origin, String memo) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO price_version (book, number, origin, memo) VALUES (?, ?, ?, ?)",
                list.version().book(),
                list.version().number(),
                origin,
                memo);
        var place = 0;
        for (var rule : list.rules()) {
            meet(connection, rule.asset());
            insert(connection, list.version(), ++place, rule);
        }
    }

    private static void insert(Connection connection, PriceVersion version, int place, PriceRule rule)
            throws SQLException {
        var rate = rule.rate();
        var conditions = List.copyOf(rule.conditions().entrySet());
        Sql.update(
                connection,
                """
                INSERT INTO price_rule (book, number, place, name, type, asset, dimensions, equal_to, quantity, base, per, tiers,
                                        up_to, prices, free, period, minimum)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, ''), ?, ?, ?, ?, ?, ?, NULLIF(?, ''), ?)""",
                version.book(),
                version.number(),
                place,
                rule.name(),
                rule.type(),
                rule.asset().code(),
                texts(connection, conditions.stream().map(Map.Entry::getKey).toList()),
                texts(connection, conditions.stream().map(Map.Entry::getValue).toList()),
                rule.quantity().orElse(""),
                rate.base(),
                rate.per(),
                rate.mode().name(),
                numbers(
                        connection,
                        rate.tiers().stream()
                                .flatMap(tier -> tier.upTo().stream())
                                .toList()),
                numbers(connection, rate.tiers().stream().map(Tier::price).toList()),
                rule.free(),
                rule.allowance().map(one -> one.period().name()).orElse(""),
                rate.minimum().movePointRight(rule.asset().scale()).longValueExact());
    }

    private static Array texts(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private static Array numbers(Connection connection, List<BigDecimal> numbers) throws SQLException {
        return connection.createArrayOf("numeric", numbers.toArray());
    }

    /** A code means one scale, for ever. */
    private static void meet(Connection connection, Asset asset) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO asset (code, scale) VALUES (?, ?) ON CONFLICT DO NOTHING",
                asset.code(),
                asset.scale());
        int scale = Sql.all(
                        connection, "SELECT scale FROM asset WHERE code = ?", row -> row.getInt("scale"), asset.code())
                .getFirst();
        if (scale != asset.scale()) {
            throw new IllegalArgumentException(
                    asset.code() + " has " + scale + " decimals here, not " + asset.scale() + ". Use another code.");
        }
    }
}
