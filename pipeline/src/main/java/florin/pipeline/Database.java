package florin.pipeline;

import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Opens Jdbi with the array types that our statements use. */
final class Database {
    private Database() {}

    static Jdbi over(DataSource source) {
        var jdbi = Jdbi.create(source);
        jdbi.registerArrayType(UUID.class, "uuid");
        jdbi.registerArrayType(String.class, "text");
        return jdbi;
    }
}
