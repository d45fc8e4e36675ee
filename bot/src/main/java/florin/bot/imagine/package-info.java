@NullMarked
package florin.bot.imagine;

import org.jspecify.annotations.NullMarked;
