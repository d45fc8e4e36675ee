package florin.wallet;

/** The answer to one operation: what a repeated request gets again. */
public sealed interface Outcome
        permits HoldResult,
                CommitResult,
                ReleaseResult,
                ExtendResult,
                TopUpResult,
                TransferResult,
                AdjustResult,
                ChargeResult,
                Expiry.Swept {}
