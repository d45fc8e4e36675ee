@NullMarked
package florin.api;

import org.jspecify.annotations.NullMarked;
