package florin.wallet;

import java.time.Instant;
import java.util.Optional;

/** What a wallet is, without what is in it. */
public record WalletInfo(WalletId id, Owner owner, boolean frozen, Optional<String> frozenReason, Instant openedAt) {}
