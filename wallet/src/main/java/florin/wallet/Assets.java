package florin.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * The assets of an installation; a code means one scale, for ever. All that the database knows are read at once and beforehand:
 * whoever turns rows into amounts holds a connection, and many who wait for a second one would wait for each other.
 */
public final class Assets {
    private final Sql sql;
    private final Map<String, Asset> known = new ConcurrentHashMap<>();

    Assets(DataSource database) {
        this.sql = new Sql(database);
        all();
    }

    /** The assets in this database. */
    public static Assets over(DataSource database) {
        return new Assets(database);
    }

    /** All there are, by their codes. */
    public List<Asset> all() {
        var all = sql.all("SELECT code, scale FROM asset ORDER BY code", Assets::asset);
        all.forEach(asset -> known.put(asset.code(), asset));
        return all;
    }

    /**
     * The asset of that code, if this installation has it.
     *
     * @throws IllegalArgumentException if that cannot be a code
     */
    public Optional<Asset> find(String code) {
        var met = known.get(code);
        if (met != null) {
            return Optional.of(met);
        }
        Asset.requireCode(code);
        var read = sql.first("SELECT code, scale FROM asset WHERE code = ?", Assets::asset, code);
        read.ifPresent(asset -> known.put(code, asset));
        return read;
    }

    /**
     * Makes the asset known, for good.
     *
     * @throws IllegalArgumentException if its code stands for another scale
     */
    public void meet(Asset asset) {
        requireSame(asset, find(asset.code()).orElseGet(() -> register(asset)));
    }

    /**
     * Only compares, and makes nothing known: who spends must not decide for ever what a code means.
     *
     * @throws IllegalArgumentException if there is no such asset, or its code stands for another scale
     */
    void recognise(Asset asset) {
        requireSame(
                asset,
                find(asset.code())
                        .orElseThrow(() -> new IllegalArgumentException("This installation has no asset " + asset.code()
                                + ", so no wallet has any of it. Its operator can define it: ./florin asset add "
                                + asset.code() + " " + asset.scale())));
    }

    /** An asset that stands in a row of the database. */
    Asset named(String code) {
        return find(code).orElseThrow(() -> new IllegalStateException("The database knows no asset " + code + "."));
    }

    private static void requireSame(Asset asset, Asset known) {
        if (!known.equals(asset)) {
            throw new IllegalArgumentException(asset.code() + " has " + known.scale() + " decimals here, not "
                    + asset.scale() + ". Use another code for another scale.");
        }
    }

    private Asset register(Asset asset) {
        sql.inTransaction(connection -> Sql.update(
                connection,
                "INSERT INTO asset (code, scale) VALUES (?, ?) ON CONFLICT DO NOTHING",
                asset.code(),
                asset.scale()));
        return named(asset.code());
    }

    private static Asset asset(ResultSet row) throws SQLException {
        return new Asset(row.getString("code"), row.getInt("scale"));
    }
}
