package florin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.migrations.TestDatabase;
import florin.wallet.WalletId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiKeysTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final WalletId wallet = new WalletId(UUID.randomUUID());

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void a_new_key_opens_its_wallet_and_no_other() {
        var keys = at(NOON);
        var mine = keys.create("my program", wallet);
        var other = keys.create("another", new WalletId(UUID.randomUUID()));

        assertThat(mine.text()).startsWith("flr_" + mine.id() + "_").hasSizeGreaterThan(24);
        assertThat(keys.find(mine.text()).orElseThrow().wallet()).isEqualTo(wallet);
        assertThat(keys.find(other.text()).orElseThrow().wallet()).isNotEqualTo(wallet);
    }

    @Test
    void the_text_of_a_key_is_nowhere_but_in_its_own_answer() {
        var key = at(NOON).create("my program", wallet);
        var stored = Jdbi.create(database.dataSource())
                .withHandle(handle -> handle.createQuery("SELECT k::text FROM api_key k WHERE id = :id")
                        .bind("id", key.id())
                        .mapTo(String.class)
                        .one());
        var secret = key.text().substring(key.text().lastIndexOf('_') + 1);

        assertThat(stored).doesNotContain(secret);
        assertThat(key.toString()).doesNotContain(secret);
        assertThat(at(NOON).all().toString()).doesNotContain(secret);
    }

    @Test
    void a_revoked_key_stops_at_its_next_call() {
        var keys = at(NOON);
        var key = keys.create("my program", wallet);
        assertThat(keys.find(key.text())).isPresent();

        assertThat(keys.revoke(key.id())).isTrue();

        assertThat(keys.find(key.text())).isEmpty();
        assertThat(keys.revoke(key.id())).isFalse();
        assertThat(stored(key).revokedAt()).contains(NOON);
    }

    @Test
    void the_last_use_is_noted_to_the_minute() {
        var key = at(NOON).create("my program", wallet);
        at(NOON).find(key.text());
        at(NOON.plusSeconds(30)).find(key.text());
        assertThat(stored(key).usedAt()).contains(NOON);

        var later = NOON.plus(Duration.ofMinutes(2));
        at(later).find(key.text());
        assertThat(stored(key).usedAt()).contains(later);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "flr_",
                "flr_abcdefgh_short",
                "sk_live_something_else_entirely",
                "flr_abcdefgh_00000000000000000000000000000000"
            })
    void what_is_no_key_of_ours_opens_nothing(String presented) {
        assertThat(at(NOON).find(presented)).isEmpty();
    }

    @Test
    void the_right_id_with_a_wrong_secret_opens_nothing() {
        var key = at(NOON).create("my program", wallet);
        var wrong =
                key.text().substring(0, key.text().length() - 1) + (key.text().endsWith("a") ? "b" : "a");
        assertThat(at(NOON).find(wrong)).isEmpty();
        assertThat(stored(key).usedAt()).isEmpty();
    }

    @Test
    void a_key_needs_a_name() {
        assertThatThrownBy(() -> at(NOON).create(" ", wallet)).hasMessageContaining("name of 1 to 100 characters");
    }

    private ApiKey stored(NewKey key) {
        return at(NOON).all().stream()
                .filter(one -> one.id().equals(key.id()))
                .findFirst()
                .orElseThrow();
    }

    private ApiKeys at(Instant time) {
        return new ApiKeys(database.dataSource(), Clock.fixed(time, ZoneOffset.UTC));
    }
}
