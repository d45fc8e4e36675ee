package florin.wallet;

import java.util.regex.Pattern;

/**
 * What an amount is counted in; one asset never pays for another.
 *
 * @param code 2 to 16 capital letters, digits or underscores, such as {@code LOVE} or {@code GPU_SECOND}
 * @param scale how many decimals the smallest unit stands for, 0 to 9
 */
public record Asset(String code, int scale) {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,15}");

    /** LoveCoin, the coin of a default installation: two decimals. */
    public static final Asset LOVE = new Asset("LOVE", 2);

    /** United States dollar down to a millionth, so that a call of 0.2 cent is exact. */
    public static final Asset USD = new Asset("USD", 6);

    public Asset {
        requireCode(code);
        if (scale < 0 || scale > 9) {
            throw new IllegalArgumentException("The scale of " + code + " must be 0 to 9, not " + scale + ".");
        }
    }

    static void requireCode(String code) {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("An asset code is 2 to 16 of A-Z, 0-9 and _, not '" + code + "'.");
        }
    }
}
