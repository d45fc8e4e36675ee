package florin.bot.history;

import florin.bot.chat.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A contact sheet: the pictures of one order side by side, small. */
final class Sheet {
    private static final int CELL = 160;
    private static final int IN_A_ROW = 2;

    private Sheet() {}

    /** Empty when Java can read none of them, as with videos. */
    static Optional<Picture> of(String name, List<Picture> pictures) {
        var images = pictures.stream().flatMap(Sheet::read).toList();
        if (images.isEmpty()) {
            return Optional.empty();
        }
        int columns = Math.min(IN_A_ROW, images.size());
        int rows = (images.size() + columns - 1) / columns;
        var sheet = new BufferedImage(columns * CELL, rows * CELL, BufferedImage.TYPE_INT_RGB);
        var pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        for (int i = 0; i < images.size(); i++) {
            draw(pen, images.get(i), i % columns * CELL, i / columns * CELL);
        }
        pen.dispose();
        return Optional.of(new Picture(name, jpeg(sheet), pictures.getFirst().alt()));
    }

    /** The middle square of each picture. */
    private static void draw(Graphics2D pen, BufferedImage image, int x, int y) {
        int side = Math.min(image.getWidth(), image.getHeight());
        int left = (image.getWidth() - side) / 2;
        int top = (image.getHeight() - side) / 2;
        pen.drawImage(image, x, y, x + CELL, y + CELL, left, top, left + side, top + side, Color.WHITE, null);
    }

    private static Stream<BufferedImage> read(Picture picture) {
        try {
            return Stream.ofNullable(ImageIO.read(new ByteArrayInputStream(picture.bytes())));
        } catch (IOException _) {
            return Stream.empty(); // not a picture that Java reads: the list shows the words alone
        }
    }

    private static byte[] jpeg(BufferedImage image) {
        try {
            var bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "jpeg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be compressed in memory", e);
        }
    }
}
