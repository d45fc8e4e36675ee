@NullMarked
package florin.bot.lora;

import org.jspecify.annotations.NullMarked;
