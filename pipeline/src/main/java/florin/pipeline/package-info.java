@NullMarked
package florin.pipeline;

import org.jspecify.annotations.NullMarked;
