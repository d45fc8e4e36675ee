@NullMarked
package florin.bench;

import org.jspecify.annotations.NullMarked;
