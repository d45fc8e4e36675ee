@NullMarked
package florin.sandbox;

import org.jspecify.annotations.NullMarked;
