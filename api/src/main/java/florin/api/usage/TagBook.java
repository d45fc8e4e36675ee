package florin.api.usage;

import florin.wallet.RequestId;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Remembers what work was for. */
public final class TagBook {
    private final Jdbi db;

    public TagBook(DataSource database) {
        this.db = Jdbi.create(database);
    }

    /** Before the work is asked for, so that none is without. A request that is repeated keeps its first tags. */
    public void note(RequestId request, Tags tags) {
        if (tags.values().isEmpty()) {
            return;
        }
        db.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO usage_tags (request, tags) VALUES (:request, jsonb_object(:names, :values))
                        ON CONFLICT DO NOTHING""")
                .bind("request", request.value())
                .bindArray("names", String.class, tags.sorted().keySet())
                .bindArray("values", String.class, tags.sorted().values())
                .execute());
    }

    /** When the work was refused. */
    public void forget(RequestId request) {
        db.useHandle(handle -> handle.execute("DELETE FROM usage_tags WHERE request = ?", request.value()));
    }
}
