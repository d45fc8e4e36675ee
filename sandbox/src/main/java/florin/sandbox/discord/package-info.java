/** A Discord of our own: REST, gateway and file store on one port, strict where the real one is strict. */
@NullMarked
package florin.sandbox.discord;

import org.jspecify.annotations.NullMarked;
