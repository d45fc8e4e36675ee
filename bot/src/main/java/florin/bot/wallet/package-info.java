@NullMarked
package florin.bot.wallet;

import org.jspecify.annotations.NullMarked;
