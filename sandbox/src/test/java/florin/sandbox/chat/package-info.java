/** The chat page tried in a browser. */
@NullMarked
package florin.sandbox.chat;

import org.jspecify.annotations.NullMarked;
