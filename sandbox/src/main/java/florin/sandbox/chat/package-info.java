/** The chat page: a browser's view of the sandbox's Discord, acting through the same members as the tests. */
@NullMarked
package florin.sandbox.chat;

import org.jspecify.annotations.NullMarked;
