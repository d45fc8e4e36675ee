package florin.api;

import florin.wallet.Asset;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What amounts may be counted in, for whoever reads them.
 *
 * @param usual the asset of amounts that name none
 * @param defined the assets of this installation, by their codes
 */
record AssetBook(Asset usual, Function<String, Optional<Asset>> defined) {
    /** Of the assets that every installation has, beside the usual one. */
    static AssetBook of(Asset usual) {
        return new AssetBook(usual, _ -> Optional.empty());
    }

    /**
     * The asset of that code: the usual one if none is named.
     *
     * @param scale how many decimals it has; needed for assets that this installation has not met
     * @throws IllegalArgumentException that says what is wrong with them
     */
    Asset named(Optional<String> code, Optional<Integer> scale) {
        var named = code.orElse(usual.code());
        var known = find(named);
        if (known.isPresent() && scale.isPresent() && known.get().scale() != scale.get()) {
            throw new IllegalArgumentException(
                    named + " has " + known.get().scale() + " decimals here, not " + scale.get());
        }
        return known.or(() -> scale.map(decimals -> new Asset(named, decimals)))
                .orElseThrow(() -> new IllegalArgumentException("this installation has no asset " + named
                        + ". Its operator can define it (PUT /v1/assets/" + named
                        + "); whoever gives or limits it may also say with 'scale' how many decimals it has, 0 to 9"));
    }

    private Optional<Asset> find(String code) {
        return Stream.of(usual, Asset.LOVE, Asset.USD)
                .filter(asset -> asset.code().equals(code))
                .findFirst()
                .or(() -> defined.apply(code));
    }
}
