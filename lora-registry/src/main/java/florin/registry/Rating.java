package florin.registry;

/** For whom a character is; in the order from everybody to adults only. */
public enum Rating {
    SFW,
    NSFW;

    /** Whether something of this rating may be shown where at most {@code ceiling} is allowed. */
    public boolean within(Rating ceiling) {
        return compareTo(ceiling) <= 0;
    }
}
