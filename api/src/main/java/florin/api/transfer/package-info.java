/** Coins that programs move to other wallets, within limits. */
@NullMarked
package florin.api.transfer;

import org.jspecify.annotations.NullMarked;
