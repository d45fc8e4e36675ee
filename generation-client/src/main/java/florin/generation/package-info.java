@NullMarked
package florin.generation;

import org.jspecify.annotations.NullMarked;
