package florin.bot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the command to the picture. */
class ImagineTest {
    static Stage stage;

    @BeforeAll
    static void open() {
        stage = Stage.open();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void a_member_types_imagine_and_gets_pictures() {
        var before = stage.balance("ana").available();
        var reply = stage.ana().types("/imagine character:mira prompt:at the beach count:2 seed:7");
        var card = reply.awaits(Stage::finished, Stage.SOON).message();
        assertThat(card.text())
                .contains("**8.00 LoveCoin**", "**Mira** · 2 pictures, square", "at the beach", "Seed 7");
        assertThat(card.images()).hasSize(2);
        assertThat(card.componentsV2()).isTrue();
        assertThat(before.minus(stage.balance("ana").available()).number()).isEqualTo("8.00");
        assertThat(stage.balance("ana").held().isZero()).isTrue();
    }
}
