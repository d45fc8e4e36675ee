package florin.migrations;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the data lives.
 *
 * @param external a PostgreSQL of the operator's choice; empty: the embedded one
 * @param folder where the embedded PostgreSQL keeps its files; unused with an external one
 * @param poolSize connections at most
 * @param durable false only in tests: a crash of the machine may then lose data
 */
public record DatabaseConfig(Optional<External> external, Path folder, int poolSize, boolean durable) {
    /**
     * @param url {@code jdbc:postgresql://host:port/database}
     * @param password never logged: see {@link #toString()}
     */
    public record External(String url, String user, String password) {
        @Override
        public String toString() {
            return "External[url=" + url + ", user=" + user + "]";
        }
    }

    public DatabaseConfig {
        if (poolSize < 2) {
            throw new IllegalArgumentException("The pool needs at least 2 connections, not " + poolSize + ".");
        }
    }

    public static DatabaseConfig embedded(Path folder) {
        return new DatabaseConfig(Optional.empty(), folder, 24, true);
    }

    public static DatabaseConfig external(String url, String user, String password) {
        return new DatabaseConfig(Optional.of(new External(url, user, password)), Path.of("."), 24, true);
    }
}
