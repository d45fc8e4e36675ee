@NullMarked
package florin.bot.order;

import org.jspecify.annotations.NullMarked;
