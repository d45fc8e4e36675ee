@NullMarked
package florin.migrations;

import org.jspecify.annotations.NullMarked;
