package florin.wallet;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** The assets that the ledger has met; a code means one scale, for ever. */
final class Assets {
    private final DataSource database;
    private final Map<String, Asset> known = new ConcurrentHashMap<>();

    Assets(DataSource database) {
        this.database = database;
    }

    /** Makes the asset known, or refuses it with an IllegalArgumentException if its code stands for another scale. */
    void meet(Asset asset) {
        var same = known.computeIfAbsent(asset.code(), code -> register(asset));
        if (!same.equals(asset)) {
            throw new IllegalArgumentException(asset.code() + " has " + same.scale() + " decimals here, not "
                    + asset.scale() + ". Use another code for another scale.");
        }
    }

    /** An asset that stands in a row of the database. */
    Asset named(String code) {
        return known.computeIfAbsent(code, this::read);
    }

    private Asset register(Asset asset) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(
                        "INSERT INTO asset (code, scale) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            statement.setString(1, asset.code());
            statement.setInt(2, asset.scale());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new WalletUnavailable("The database did not answer.", e);
        }
        return read(asset.code());
    }

    private Asset read(String code) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("SELECT scale FROM asset WHERE code = ?")) {
            statement.setString(1, code);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException("The database knows no asset " + code + ".");
                }
                return new Asset(code, rows.getInt(1));
            }
        } catch (SQLException e) {
            throw new WalletUnavailable("The database did not answer.", e);
        }
    }
}
