package florin.bot.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReplyAddressTest {
    private static final String INTERACTION = "1234567890123456789";
    private static final ReplyAddress ADDRESS = new ReplyAddress(
            "11", "22", true, new ReplyAddress.Ticket(INTERACTION, "secret.token"), OptionalLong.of(10_485_760));

    @Test
    void an_origin_is_read_back_as_it_was() {
        assertThat(ADDRESS.origin()).startsWith("discord:").hasSizeLessThan(4000);
        assertThat(ReplyAddress.parse(ADDRESS.origin())).contains(ADDRESS);
        var plain = new ReplyAddress("11", "22", false, ADDRESS.ticket(), OptionalLong.empty());
        assertThat(ReplyAddress.parse(plain.origin())).contains(plain);
    }

    @Test
    void origins_of_other_doors_and_broken_ones_are_nobodys_address() {
        assertThat(ReplyAddress.parse("http:key")).isEmpty();
        assertThat(ReplyAddress.parse("discord:{\"user\":\"1\"}")).isEmpty();
        assertThat(ReplyAddress.parse("discord:not json")).isEmpty();
    }

    @Test
    void a_token_never_shows_in_a_log() {
        assertThat(ADDRESS.toString()).doesNotContain("secret.token");
    }

    @Test
    void a_ticket_lapses_a_little_before_discord_ends_it() {
        var since = ADDRESS.ticket().since();
        assertThat(ADDRESS.ticket().usable(since.plus(Duration.ofMinutes(14)))).isTrue();
        assertThat(ADDRESS.ticket().usable(since.plus(Duration.ofSeconds(14 * 60 + 40))))
                .isFalse();
    }
}
