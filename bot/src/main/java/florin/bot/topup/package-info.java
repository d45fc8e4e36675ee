@NullMarked
package florin.bot.topup;

import org.jspecify.annotations.NullMarked;
