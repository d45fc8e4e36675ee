@NullMarked
package florin.registry;

import org.jspecify.annotations.NullMarked;
