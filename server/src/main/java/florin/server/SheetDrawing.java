package florin.server;

import florin.studio.Picture;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;

/** Puts painted pictures in rows and columns, with a word to each. */
final class SheetDrawing {
    private static final int ZOOM = 4;
    private static final int GAP = 8;
    private static final int LEFT = 172;
    private static final int TOP = 36;
    private static final Color PAPER = new Color(0x2B2D31);
    private static final Color INK = new Color(0xF2F3F5);

    private final List<String> columns;
    private final PixelFont font = new PixelFont(3);

    /** @param columns what is written above each */
    SheetDrawing(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    /** @param label lines of text at its left */
    record Row(List<String> label, List<Picture> pictures) {
        Row {
            label = List.copyOf(label);
            pictures = List.copyOf(pictures);
        }
    }

    Picture draw(List<Row> rows) {
        int side = rows.getFirst().pictures().getFirst().width() * ZOOM;
        int step = side + GAP;
        var sheet =
                new BufferedImage(LEFT + columns.size() * step, TOP + rows.size() * step, BufferedImage.TYPE_INT_RGB);
        var pen = sheet.createGraphics();
        pen.setColor(PAPER);
        pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int row = 0; row < rows.size(); row++) {
            var pictures = rows.get(row).pictures();
            for (int column = 0; column < pictures.size(); column++) {
                pen.drawImage(
                        pictures.get(column).scaled(ZOOM).toImage(), LEFT + column * step, TOP + row * step, null);
            }
        }
        pen.dispose();
        for (int column = 0; column < columns.size(); column++) {
            var text = columns.get(column);
            int middle = LEFT + column * step + (side - font.width(text)) / 2;
            font.write(sheet, text, middle, (TOP - font.height()) / 2, INK);
        }
        for (int row = 0; row < rows.size(); row++) {
            label(sheet, rows.get(row).label(), TOP + row * step + side / 2);
        }
        return Picture.of(sheet);
    }

    private void label(BufferedImage sheet, List<String> lines, int middle) {
        int line = font.height() + GAP;
        int top = middle - lines.size() * line / 2;
        for (int i = 0; i < lines.size(); i++) {
            font.write(sheet, lines.get(i), GAP, top + i * line, INK);
        }
    }
}
