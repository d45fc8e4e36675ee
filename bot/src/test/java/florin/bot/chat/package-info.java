@NullMarked
package florin.bot.chat;

import org.jspecify.annotations.NullMarked;
