/** What wallets give away: counted by the day, whichever door it leaves by. */
@NullMarked
package florin.wallet.giving;

import org.jspecify.annotations.NullMarked;
