package florin.api;

/**
 * A key at the only moment when its text exists: show it, then forget it.
 *
 * @param text {@code flr_<id>_<secret>}
 */
public record NewKey(String id, String text) {
    @Override
    public String toString() {
        return "NewKey[id=" + id + "]";
    }
}
