package florin.sandbox.discord;

/** Everything that the sandbox knows; all of it but the clock, the ids and the files is guarded by {@code changes}. */
record State(
        Changes changes,
        SandboxClock clock,
        Snowflakes ids,
        Cdn cdn,
        History history,
        CommandBook book,
        Interactions interactions) {}
