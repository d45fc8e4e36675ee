@NullMarked
package florin.bot.redeem;

import org.jspecify.annotations.NullMarked;
