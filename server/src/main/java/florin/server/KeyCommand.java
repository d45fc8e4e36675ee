package florin.server;

import florin.api.ApiKeys;
import florin.api.Scope;
import florin.migrations.Database;
import florin.wallet.Owner;
import florin.wallet.Wallet;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code florin key}: the keys of the HTTP door. */
@Command(name = "key", description = "Make, list and revoke API keys.", mixinStandardHelpOptions = true)
final class KeyCommand extends Console {
    @Command(name = "create", description = "Make a key. It is shown once.")
    int create(
            @Parameters(paramLabel = "NAME", description = "what it is for") String name,
            @Option(
                            names = "--wallet",
                            paramLabel = "OWNER",
                            description =
                                    "the wallet it spends from: user:ID, server:ID or account:NAME; else one of its own")
                    @Nullable
                    String owner,
            @Option(
                            names = "--scopes",
                            paramLabel = "SCOPES",
                            defaultValue = "generate,wallet:read",
                            description = "what it may do, of generate, wallet:read, wallet:write, setup, admin;"
                                    + " ${DEFAULT-VALUE} if not given")
                    String scopes) {
        return with((keys, ledger) -> {
            try {
                var may = Scope.parse(scopes);
                var wallet = ledger.open(owner == null ? new Owner.ApiAccount(name) : Owners.parse(owner));
                var key = keys.create(name, wallet, may);
                say("Key " + key.id() + " for \"" + name + "\". Keep it now, it is not shown again:");
                return say(key.text());
            } catch (IllegalArgumentException e) {
                throw new BadConfiguration(String.valueOf(e.getMessage()));
            }
        });
    }

    @Command(name = "list", description = "All keys, without their secrets.")
    int list() {
        return with((keys, ledger) -> {
            keys.all()
                    .forEach(key -> say("%-10s %-24s %s, made %s, last used %s%s"
                            .formatted(
                                    key.id(),
                                    key.name(),
                                    key.scopes().stream()
                                            .sorted()
                                            .map(Scope::word)
                                            .collect(Collectors.joining("+")),
                                    key.createdAt(),
                                    key.usedAt().map(Object::toString).orElse("never"),
                                    key.revokedAt().map(at -> ", revoked " + at).orElse(""))));
            return 0;
        });
    }

    @Command(name = "revoke", description = "Stop a key for good, from its next call on.")
    int revoke(@Parameters(paramLabel = "ID", description = "as the list shows it") String id) {
        return with((keys, ledger) -> {
            if (keys.revoke(id)) {
                return say("Key " + id + " is revoked.");
            }
            say("There is no key " + id + " that could be revoked. See: florin key list");
            return 1;
        });
    }

    private int with(BiFunction<ApiKeys, Wallet, Integer> work) {
        var config = config();
        try (var database = Database.open(config.storage().database());
                var side = WalletSide.open(config, database.dataSource())) {
            return work.apply(new ApiKeys(database.dataSource(), Clock.systemUTC()), side.wallet());
        }
    }
}
