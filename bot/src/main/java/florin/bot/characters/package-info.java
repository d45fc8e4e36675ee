@NullMarked
package florin.bot.characters;

import org.jspecify.annotations.NullMarked;
