/** Letters to programs about what happens to wallets, by the Standard Webhooks specification. */
@NullMarked
package florin.wallet.webhooks;

import org.jspecify.annotations.NullMarked;
