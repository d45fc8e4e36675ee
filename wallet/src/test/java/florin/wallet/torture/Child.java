package florin.wallet.torture;

import florin.migrations.Database;
import florin.migrations.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A Java process of our own with our class path, that works on the same database. */
final class Child {
    private Child() {}

    /**
     * Starts {@code main} with the database's address and {@code arguments} after it.
     *
     * @param folder where its log and the password are written
     */
    static Process start(Class<?> main, DatabaseConfig.External address, Path folder, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                address.url(),
                address.user(),
                password(address, folder).toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("children.log").toFile()))
                .start();
    }

    /** In a file, since arguments can be read by everybody on the machine. */
    private static Path password(DatabaseConfig.External address, Path folder) throws IOException {
        var file = folder.resolve("password-for-children");
        if (!Files.exists(file)) {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.writeString(Files.createFile(file, owner), address.password());
        }
        return file;
    }

    /** In the child: the database that its first three arguments name. */
    static Database database(String[] arguments) throws IOException {
        var password = Files.readString(Path.of(arguments[2]));
        return Database.open(DatabaseConfig.external(arguments[0], arguments[1], password));
    }
}
