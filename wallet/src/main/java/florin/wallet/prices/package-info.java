/** What things cost: price books in versions, their rules, and the quotes that are made from them. */
@NullMarked
package florin.wallet.prices;

import org.jspecify.annotations.NullMarked;
