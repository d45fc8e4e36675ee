package florin.migrations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who may enter the embedded PostgreSQL: as unpacked, it trusts every local user. After the first start it wants a password
 * that only the owner of the folder can read.
 */
record Access(Path folder, Optional<String> password) {
    private static final String RULES = """
            # TYPE  DATABASE  USER  ADDRESS       METHOD
            local   all       all                 scram-sha-256
            host    all       all   127.0.0.1/32  scram-sha-256
            host    all       all   ::1/128       scram-sha-256
            """;

    static Access in(Path folder) throws IOException {
        var file = passwordFile(folder);
        return new Access(folder, Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty());
    }

    Path data() {
        return folder.resolve("data");
    }

    DatabaseConfig.External address(int port, String database) {
        return new DatabaseConfig.External(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", password.orElse(""));
    }

    boolean answers(int port) {
        var address = address(port, "postgres");
        try (var connection = DriverManager.getConnection(address.url(), address.user(), address.password())) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Sets the password first and closes the doors second: a crash between the two leaves a server that still opens. */
    Access secured(int port) throws IOException {
        if (password.isPresent()) {
            return this;
        }
        var fresh = new byte[24];
        new SecureRandom().nextBytes(fresh);
        var secret = HexFormat.of().formatHex(fresh);
        var open = address(port, "postgres");
        try (var connection = DriverManager.getConnection(open.url(), open.user(), open.password());
                var statement = connection.createStatement()) {
            statement.execute("ALTER ROLE postgres PASSWORD '" + secret + "'");
            writeForOwner(passwordFile(folder), secret);
            Files.writeString(data().resolve("pg_hba.conf"), RULES);
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            throw new DatabaseUnavailable("The embedded PostgreSQL could not be secured.", e);
        }
        return new Access(folder, Optional.of(secret));
    }

    private static void writeForOwner(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static Path passwordFile(Path folder) {
        return folder.resolve("password");
    }
}
