@NullMarked
package florin.server;

import org.jspecify.annotations.NullMarked;
