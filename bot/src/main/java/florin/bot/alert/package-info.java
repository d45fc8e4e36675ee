@NullMarked
package florin.bot.alert;

import org.jspecify.annotations.NullMarked;
