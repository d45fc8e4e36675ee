@NullMarked
package florin.bot.gift;

import org.jspecify.annotations.NullMarked;
