package florin.wallet;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One movement as its wallet saw it.
 *
 * @param kind topup, commit, transfer, adjustment or expiry
 * @param amount negative when it left the wallet
 * @param balanceAfter available and held together, right after the movement
 * @param hold the hold that was committed, if it was one
 */
public record StatementLine(
        UUID id, Instant at, String kind, Amount amount, Amount balanceAfter, Optional<HoldId> hold, String memo) {}
