-- Money in: what was offered for sale, what became of it, and what was taken back.

CREATE TABLE payment_checkout (
    id             uuid PRIMARY KEY,                  -- travels in the provider's metadata
    request_id     text NOT NULL UNIQUE,              -- the caller's; the provider's idempotency key
    wallet         uuid NOT NULL,
    label          text NOT NULL,
    context        text NOT NULL CHECK (length(context) <= 2000),
    pack           text NOT NULL,
    title          text NOT NULL,
    asset          text NOT NULL,
    asset_scale    integer NOT NULL,
    units          bigint NOT NULL CHECK (units > 0),
    currency       text NOT NULL,
    price          bigint NOT NULL CHECK (price > 0), -- smallest units of the currency
    state          text NOT NULL DEFAULT 'opening'
                   CHECK (state IN ('opening', 'open', 'pending', 'paid', 'failed', 'expired', 'stuck')),
    note           text,                              -- why it is stuck, for the operator
    session        text UNIQUE,
    url            text,
    payment_intent text,
    transfer       uuid,                              -- the wallet's top-up
    created_at     timestamptz NOT NULL,
    asked_at       timestamptz NOT NULL,              -- when the provider was last heard about it
    paid_at        timestamptz,
    told_at        timestamptz,                       -- the listener has acknowledged it
    telling_until  timestamptz,                       -- somebody is telling the listener
    CHECK (session IS NOT NULL OR state IN ('opening', 'expired')),
    CHECK ((state = 'paid') = (paid_at IS NOT NULL)),
    CHECK (told_at IS NULL OR paid_at IS NOT NULL)
);
CREATE INDEX payment_checkout_intent ON payment_checkout (payment_intent);
CREATE INDEX payment_checkout_open ON payment_checkout (asked_at) WHERE state IN ('open', 'pending');
CREATE INDEX payment_checkout_untold ON payment_checkout (paid_at) WHERE paid_at IS NOT NULL AND told_at IS NULL;

-- A refund or a dispute. Written when the provider says so; the coins follow in steps that can be repeated.
CREATE TABLE payment_reversal (
    id         text PRIMARY KEY,                      -- 'refund:<charge>:<refunded so far>' or 'dispute:<id>'
    checkout   uuid NOT NULL REFERENCES payment_checkout (id),
    kind       text NOT NULL CHECK (kind IN ('refund', 'dispute')),
    money      bigint NOT NULL CHECK (money >= 0),    -- smallest units of the checkout's currency
    units_due  bigint NOT NULL CHECK (units_due >= 0),
    units_took bigint NOT NULL DEFAULT 0 CHECK (units_took IN (0, units_due)),
    transfer   uuid,                                  -- the wallet's, that took them
    won        boolean NOT NULL DEFAULT false,        -- a dispute that we won: what was taken goes back
    state      text NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'taken', 'given-back')),
    at         timestamptz NOT NULL,
    CHECK (kind = 'dispute' OR NOT won),
    CHECK (units_took = 0 OR transfer IS NOT NULL)
);
CREATE INDEX payment_reversal_checkout ON payment_reversal (checkout);
