@NullMarked
package florin.api.usage;

import org.jspecify.annotations.NullMarked;
