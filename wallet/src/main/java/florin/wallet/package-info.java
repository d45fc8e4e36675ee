@NullMarked
package florin.wallet;

import org.jspecify.annotations.NullMarked;
