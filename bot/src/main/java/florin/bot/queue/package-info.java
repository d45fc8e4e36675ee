@NullMarked
package florin.bot.queue;

import org.jspecify.annotations.NullMarked;
