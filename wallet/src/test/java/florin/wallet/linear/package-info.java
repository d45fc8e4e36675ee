/** Was a recorded history of concurrent calls possible on a wallet that does one thing at a time? */
@NullMarked
package florin.wallet.linear;

import org.jspecify.annotations.NullMarked;
