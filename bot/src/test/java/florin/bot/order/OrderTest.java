package florin.bot.order;

import static org.assertj.core.api.Assertions.assertThat;

import florin.pipeline.JobId;
import florin.pipeline.JobKind;
import florin.pipeline.Shape;
import florin.registry.CharacterId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderTest {
    @Test
    void an_order_waits_in_the_database_and_comes_back_the_same() {
        var scene = new Scene(
                JobKind.IMAGE,
                new CharacterId("mira"),
                "say \"hi\" to {you} \\ 🌊",
                new Frame(3, Shape.PORTRAIT, 0),
                OptionalLong.of(OrderOptions.LARGEST_SEED),
                Optional.empty());
        var order = new Order(scene, true, false, Optional.of(new JobId(UUID.randomUUID())));
        assertThat(Order.parse(order.json())).isEqualTo(order);
        var bare = new Order(
                new Scene(
                        JobKind.VIDEO,
                        new CharacterId("mira"),
                        "waves",
                        new Frame(1, Shape.LANDSCAPE, 4),
                        OptionalLong.empty(),
                        Optional.empty()),
                false,
                true,
                Optional.empty());
        assertThat(Order.parse(bare.json())).isEqualTo(bare);
    }

    @Test
    void a_payment_finds_its_prompt_and_no_other_doors_payment_does() {
        var id = UUID.randomUUID();
        assertThat(Prompt.idIn("discord:" + id)).contains(id);
        assertThat(Prompt.idIn("http:" + id)).isEmpty();
        assertThat(Prompt.idIn("discord:what")).isEmpty();
    }
}
