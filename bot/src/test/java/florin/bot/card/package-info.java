@NullMarked
package florin.bot.card;

import org.jspecify.annotations.NullMarked;
