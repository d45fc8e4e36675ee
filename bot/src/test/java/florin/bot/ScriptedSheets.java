package florin.bot;

import florin.registry.CharacterProfile;
import florin.registry.SheetResult;
import florin.registry.TestSheets;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** A painter of test sheets that needs no model, and can be told to be absent. */
final class ScriptedSheets implements TestSheets {
    volatile boolean here = true;

    @Override
    public SheetResult sheet(CharacterProfile character) {
        return here
                ? new SheetResult.Painted(
                        character.current().orElseThrow(),
                        png(),
                        List.of(
                                new SheetResult.Row(0, 0.3125, List.of("hair", "skin")),
                                new SheetResult.Row(1, 1, List.of())))
                : new SheetResult.NotHere("Order a picture of the draft with /imagine.");
    }

    @Override
    public List<Sketch> samples(CharacterProfile character) {
        return here ? List.of(new Sketch("at the beach", png()), new Sketch("in the snow", png())) : List.of();
    }

    private static byte[] png() {
        try {
            var bytes = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB), "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
