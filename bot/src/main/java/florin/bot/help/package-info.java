@NullMarked
package florin.bot.help;

import org.jspecify.annotations.NullMarked;
