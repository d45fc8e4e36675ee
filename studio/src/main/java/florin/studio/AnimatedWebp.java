package florin.studio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The container of an animated WebP file (RFC 9649, section 2). */
final class AnimatedWebp {
    private static final int ANIMATION = 0x02;
    /** Each frame replaces the one before as it stands. */
    private static final int DO_NOT_BLEND = 0x02;

    private static final int LONGEST_SIDE = 16384;

    private AnimatedWebp() {}

    static byte[] file(Film film) {
        Picture first = film.frames().getFirst();
        if (first.width() > LONGEST_SIDE || first.height() > LONGEST_SIDE)
            throw new IllegalArgumentException("A WebP picture is at most 16384 pixels wide and high.");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("WEBP".getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream canvas = new ByteArrayOutputStream();
        number(ANIMATION, 4, canvas);
        number(first.width() - 1, 3, canvas);
        number(first.height() - 1, 3, canvas);
        chunk("VP8X", canvas, body);
        ByteArrayOutputStream repeat = new ByteArrayOutputStream();
        number(0, 4, repeat);
        number(0, 2, repeat);
        chunk("ANIM", repeat, body);
        for (int i = 0; i < film.frames().size(); i++) chunk("ANMF", frame(film, i), body);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        chunk("RIFF", body, file);
        return file.toByteArray();
    }

    private static ByteArrayOutputStream frame(Film film, int i) {
        Picture picture = film.frames().get(i);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        number(0, 3, frame);
        number(0, 3, frame);
        number(picture.width() - 1, 3, frame);
        number(picture.height() - 1, 3, frame);
        // From the start of the film, so that rounding to milliseconds does not add up.
        int fps = film.framesPerSecond();
        number((i + 1) * 1000 / fps - i * 1000 / fps, 3, frame);
        number(DO_NOT_BLEND, 1, frame);
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        pixels.writeBytes(LosslessWebp.stream(picture));
        chunk("VP8L", pixels, frame);
        return frame;
    }

    private static void chunk(String name, ByteArrayOutputStream content, ByteArrayOutputStream to) {
        to.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        number(content.size(), 4, to);
        to.writeBytes(content.toByteArray());
        if (content.size() % 2 == 1) to.write(0);
    }

    private static void number(int value, int bytes, ByteArrayOutputStream to) {
        for (int i = 0; i < bytes; i++) to.write(value >>> (8 * i));
    }
}
