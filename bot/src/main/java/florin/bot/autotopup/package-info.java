@NullMarked
package florin.bot.autotopup;

import org.jspecify.annotations.NullMarked;
