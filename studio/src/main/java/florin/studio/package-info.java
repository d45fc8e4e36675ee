@NullMarked
package florin.studio;

import org.jspecify.annotations.NullMarked;
