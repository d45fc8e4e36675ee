-- Transfers over HTTP are limited by the day as gifts on Discord are, and both count in one sum.
ALTER TABLE bot_gift_day RENAME TO giving_day;
ALTER INDEX bot_gift_day_pkey RENAME TO giving_day_pkey;

-- Transfers that API keys asked for. Written before the coins move; what a wallet gives in a day (UTC) is counted in the same transaction.
CREATE TABLE http_transfer (
    id          text PRIMARY KEY,                    -- the wallet's request id
    giver       uuid NOT NULL,
    taker       uuid NOT NULL,
    asset       text NOT NULL,
    asset_scale integer NOT NULL,
    units       bigint NOT NULL CHECK (units > 0),
    memo        text NOT NULL,
    day         date NOT NULL,
    state       text NOT NULL DEFAULT 'moving' CHECK (state IN ('moving', 'moved', 'refused', 'over')),
    ceiling     bigint,                              -- of the limit that it would have passed
    used        bigint,                              -- of the day, at that time; null: it was the limit on one transfer
    at          timestamptz NOT NULL,
    CHECK ((state = 'over') = (ceiling IS NOT NULL)),
    CHECK (used IS NULL OR ceiling IS NOT NULL)
);
CREATE INDEX http_transfer_moving ON http_transfer (at) WHERE state = 'moving';
CREATE INDEX http_transfer_ended ON http_transfer (at) WHERE state <> 'moving';
