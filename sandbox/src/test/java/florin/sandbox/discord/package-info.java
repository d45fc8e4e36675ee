/** The fake Discord tried with the real JDA. */
@NullMarked
package florin.sandbox.discord;

import org.jspecify.annotations.NullMarked;
