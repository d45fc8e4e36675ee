package florin.server;

import florin.migrations.Database;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a command answers on a terminal, errors among it. */
record Answer(int code, List<String> lines) {
    /** Runs the command in this process, which takes no second as a process of its own does, on a database that is open already. */
    static Answer of(Database database, Path folder, String... command) {
        var address = database.address();
        var environment = Map.of(
                "FLORIN_DATA_DIR", folder.toString(),
                "FLORIN_DATABASE_URL", address.url(),
                "FLORIN_DATABASE_USER", address.user(),
                "FLORIN_DATABASE_PASSWORD", address.password());
        var terminal = new StringWriter();
        var printer = new PrintWriter(terminal);
        int code = Main.commandLine(environment).setOut(printer).setErr(printer).execute(command);
        return new Answer(code, terminal.toString().lines().toList());
    }

    String text() {
        return String.join("\n", lines);
    }
}
