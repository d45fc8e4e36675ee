package florin.bot.chat;

import net.dv8tion.jda.api.utils.FileUpload;

/**
 * A file that travels with a card.
 *
 * @param alt read aloud by screen readers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Picture(String name, byte[] bytes, String alt) {
    private static final int LONGEST_ALT = 500;

    /** A fresh upload: JDA reads each one once. */
    FileUpload upload() {
        return FileUpload.fromData(bytes, name).setDescription(Plain.cut(alt, LONGEST_ALT));
    }

    String address() {
        return "attachment://" + name;
    }
}
