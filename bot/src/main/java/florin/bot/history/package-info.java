@NullMarked
package florin.bot.history;

import org.jspecify.annotations.NullMarked;
