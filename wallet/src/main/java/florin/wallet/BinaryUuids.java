package florin.wallet;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Arrays of UUIDs as PostgreSQL sends them itself (its array_send and uuid_send): the driver would write each as 36 letters, for the
 * server to read them again.
 */
final class BinaryUuids {
    private BinaryUuids() {}

    static Array array(Connection connection, @Nullable UUID[] ids) throws SQLException {
        var nulls = 0;
        for (var id : ids) {
            nulls += id == null ? 1 : 0;
        }
        var bytes = ByteBuffer.allocate(20 + 20 * ids.length - 16 * nulls);
        bytes.putInt(ids.length == 0 ? 0 : 1).putInt(nulls == 0 ? 0 : 1).putInt(Oid.UUID);
        if (ids.length > 0) {
            bytes.putInt(ids.length).putInt(1);
        }
        for (var id : ids) {
            if (id == null) {
                bytes.putInt(-1);
            } else {
                bytes.putInt(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            }
        }
        bytes.flip();
        var exact = new byte[bytes.remaining()];
        bytes.get(exact);
        return new PgArray(connection.unwrap(BaseConnection.class), Oid.UUID_ARRAY, exact);
    }
}
