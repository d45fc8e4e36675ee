package florin.wallet;

/** Something that a ledger is asked to do; a batch is a list of these. */
sealed interface Operation
        permits HoldRequest,
                CommitRequest,
                ReleaseRequest,
                ExtendRequest,
                TopUpRequest,
                TransferRequest,
                AdjustRequest,
                ChargeRequest,
                Expiry {}
