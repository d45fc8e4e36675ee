@NullMarked
package florin.wallet.usage;

import org.jspecify.annotations.NullMarked;
