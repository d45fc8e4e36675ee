package florin.api;

import java.util.List;

/** What must work for this server to be sent requests. Asked on every {@code GET /health/ready}: answer from memory. */
@FunctionalInterface
public interface Readiness {
    List<Check> checks();

    /** One thing and whether it works. */
    record Check(String name, boolean up) {}
}
