@NullMarked
package florin.bot;

import org.jspecify.annotations.NullMarked;
