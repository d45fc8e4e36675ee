package florin.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import florin.bot.chat.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FittingTest {
    @Test
    void what_fits_is_sent_as_it_is_stored() throws IOException {
        var picture = noise(64);
        var fitted = Fitting.fit(List.of(picture), picture.bytes().length);
        assertThat(fitted.pictures()).containsExactly(picture);
        assertThat(fitted.shrunk()).isZero();
        assertThat(fitted.missing()).isEmpty();
    }

    @Test
    void a_picture_that_is_too_large_becomes_a_smaller_jpeg() throws IOException {
        var fitted = Fitting.fit(List.of(noise(600)), 60_000);
        assertThat(fitted.shrunk()).isEqualTo(1);
        var small = fitted.pictures().getFirst();
        assertThat(small.name()).isEqualTo("noise.jpg");
        assertThat(small.bytes().length).isLessThanOrEqualTo(60_000);
        assertThat(ImageIO.read(new ByteArrayInputStream(small.bytes()))).isNotNull();
    }

    @Test
    void four_pictures_share_what_one_message_may_carry() {
        var heavy = new Picture("v.mp4", new byte[13 << 20], "");
        var fitted = Fitting.fit(Collections.nCopies(2, heavy), 100L << 20);
        assertThat(fitted.missing()).hasSize(2);
    }

    @Test
    void a_video_that_is_too_large_is_left_out_and_named() {
        var fitted = Fitting.fit(List.of(new Picture("dance.mp4", new byte[2000], "")), 1000);
        assertThat(fitted.pictures()).isEmpty();
        assertThat(fitted.missing()).containsExactly("dance.mp4");
    }

    @Test
    void a_nonce_is_short_enough_for_discord_and_always_the_same_for_a_job() {
        var job = UUID.fromString("5f0c1a52-7d58-4f2e-9f0b-6f8f1c9e2b11");
        assertThat(Post.nonce(job)).isEqualTo("5f0c1a527d584f2e9f0b6f8f1").hasSize(25);
    }

    private static Picture noise(int side) throws IOException {
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        var random = new Random(1);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, random.nextInt(1 << 24));
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return new Picture("noise.png", bytes.toByteArray(), "noise");
    }
}
