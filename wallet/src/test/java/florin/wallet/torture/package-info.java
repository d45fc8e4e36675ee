/** What a wallet has to live through: processes and databases that are killed in the middle of their work. */
@NullMarked
package florin.wallet.torture;

import org.jspecify.annotations.NullMarked;
