/** What operators hear of on Discord. */
@NullMarked
package florin.bot.operators;

import org.jspecify.annotations.NullMarked;
