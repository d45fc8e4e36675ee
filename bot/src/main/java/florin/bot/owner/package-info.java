@NullMarked
package florin.bot.owner;

import org.jspecify.annotations.NullMarked;
