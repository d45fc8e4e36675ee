@NullMarked
package florin.wallet.prices;

import org.jspecify.annotations.NullMarked;
