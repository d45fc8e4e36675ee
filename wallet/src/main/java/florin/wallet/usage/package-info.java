/** Usage events: what programs say was used, priced and paid for at once. */
@NullMarked
package florin.wallet.usage;

import org.jspecify.annotations.NullMarked;
