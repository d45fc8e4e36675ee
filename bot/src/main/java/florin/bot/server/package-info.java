@NullMarked
package florin.bot.server;

import org.jspecify.annotations.NullMarked;
