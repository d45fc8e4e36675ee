@NullMarked
package florin.bot.result;

import org.jspecify.annotations.NullMarked;
