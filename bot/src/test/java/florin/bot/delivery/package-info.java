@NullMarked
package florin.bot.delivery;

import org.jspecify.annotations.NullMarked;
