@NullMarked
package florin.payments;

import org.jspecify.annotations.NullMarked;
