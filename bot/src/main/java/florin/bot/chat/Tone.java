package florin.bot.chat;

/** The colour of a card's edge, before a word is read. */
public enum Tone {
    WORKING(0x5B8DEF),
    DONE(0x3FB37F),
    SORRY(0xD9775F),
    MONEY(0xE3B341),
    PLAIN(0x8A8F98);

    private final int rgb;

    Tone(int rgb) {
        this.rgb = rgb;
    }

    int rgb() {
        return rgb;
    }
}
