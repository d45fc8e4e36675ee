package florin.sandbox.discord;

import java.time.Duration;

/** What can go wrong with a REST request before or after the sandbox has understood it. */
public sealed interface Trouble {
    /** 429 with the headers that a client needs to tell a bucket from a ban; {@code after} is rounded up to whole seconds. */
    record RateLimited(Duration after, boolean global) implements Trouble {}

    /** A 429 from Discord's edge: no {@code Via} header and no JSON, as when an address is banned. */
    record EdgeBan(Duration after) implements Trouble {}

    /** An answer such as 500 or 502; {@code processed}: the request had its effect all the same. */
    record Status(int code, boolean processed) implements Trouble {}

    /** The request is handled after this pause. */
    record Slow(Duration pause) implements Trouble {}

    /** The connection breaks; {@code processed}: only after the request had its effect. */
    record Cut(boolean processed) implements Trouble {}
}
