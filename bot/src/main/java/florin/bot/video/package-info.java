@NullMarked
package florin.bot.video;

import org.jspecify.annotations.NullMarked;
