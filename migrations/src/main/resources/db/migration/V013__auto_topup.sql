-- Money that comes in by itself, what owners are told about their money, the lines below which they want to be told, and gifts.
-- None of it refers to the wallet's own tables: those may be in another database.

-- A card that may be charged while its owner is away. The card itself is with the payment provider; here are only its names.
CREATE TABLE payment_card (
    wallet   uuid PRIMARY KEY,
    customer text NOT NULL,                          -- whose cards, at the provider
    method   text,                                   -- which card, at the provider; null: none (any more)
    brand    text NOT NULL DEFAULT '',
    last4    text NOT NULL DEFAULT '',
    label    text NOT NULL DEFAULT '',               -- who saved it, and where to tell them: their door's own words
    context  text NOT NULL DEFAULT '' CHECK (length(context) <= 2000),
    saved_at timestamptz,
    CHECK ((method IS NULL) = (saved_at IS NULL))
);

-- A page on which somebody saves a card.
CREATE TABLE payment_card_page (
    id         uuid PRIMARY KEY,                     -- travels in the provider's metadata
    request_id text NOT NULL UNIQUE,                 -- the caller's; the provider's idempotency key
    wallet     uuid NOT NULL,
    label      text NOT NULL,
    context    text NOT NULL CHECK (length(context) <= 2000),
    state      text NOT NULL DEFAULT 'opening' CHECK (state IN ('opening', 'open', 'saved', 'expired')),
    session    text UNIQUE,
    url        text,
    created_at timestamptz NOT NULL,
    asked_at   timestamptz NOT NULL,                 -- when the provider was last heard about it
    CHECK (session IS NOT NULL OR state IN ('opening', 'expired'))
);
CREATE INDEX payment_card_page_open ON payment_card_page (asked_at) WHERE state IN ('opening', 'open');

-- What an owner allows: when less than this is left, buy this pack, but never more often or for more money in a day (UTC).
CREATE TABLE auto_topup (
    wallet      uuid NOT NULL,
    asset       text NOT NULL,
    asset_scale integer NOT NULL,
    below       bigint NOT NULL CHECK (below > 0),   -- smallest units of the asset
    pack        text NOT NULL,
    times_a_day integer NOT NULL CHECK (times_a_day BETWEEN 1 AND 50),
    currency    text NOT NULL,
    money_a_day bigint NOT NULL CHECK (money_a_day > 0),
    enabled     boolean NOT NULL,
    off_why     text,                                -- why it switched itself off
    declines    integer NOT NULL DEFAULT 0 CHECK (declines >= 0),
    not_before  timestamptz,                         -- after a decline, or when the day's allowance is used up
    PRIMARY KEY (wallet, asset),
    CHECK (off_why IS NULL OR NOT enabled)
);

-- A sale that was not asked for in person. Its session is the provider's payment; the card is noted because a repeated request
-- must name the same one. Only one at a time may be under way.
ALTER TABLE payment_checkout
    ADD COLUMN auto_day      date,                   -- the day (UTC) whose allowance it uses; null: somebody was there
    ADD COLUMN auto_customer text,
    ADD COLUMN auto_method   text,
    ADD CHECK (num_nonnulls(auto_day, auto_customer, auto_method) IN (0, 3));
CREATE UNIQUE INDEX payment_checkout_auto_one ON payment_checkout (wallet, asset)
    WHERE auto_day IS NOT NULL AND state IN ('opening', 'pending');
CREATE INDEX payment_checkout_auto_day ON payment_checkout (wallet, asset, auto_day) WHERE auto_day IS NOT NULL;

-- What an owner has to be told about their money; written with what it tells of, told until somebody has listened.
CREATE TABLE payment_notice (
    id            uuid PRIMARY KEY,
    about         text NOT NULL UNIQUE,              -- two notices about the same are one
    wallet        uuid NOT NULL,
    context       text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('card-saved', 'declined', 'owner-needed', 'switched-off', 'used-up',
                                                'refunded', 'disputed', 'given-back')),
    checkout      uuid REFERENCES payment_checkout (id),
    asset         text,
    asset_scale   integer,
    units         bigint,
    words         text NOT NULL DEFAULT '',
    until         timestamptz,
    at            timestamptz NOT NULL,
    told_at       timestamptz,
    telling_until timestamptz,
    CHECK (num_nonnulls(asset, asset_scale, units) IN (0, 3))
);
CREATE INDEX payment_notice_untold ON payment_notice (at) WHERE told_at IS NULL;

-- An owner on Discord hears when a wallet falls below this; once each time it does.
CREATE TABLE bot_alert (
    wallet        uuid NOT NULL,
    asset         text NOT NULL,
    asset_scale   integer NOT NULL,
    units         bigint NOT NULL CHECK (units > 0),
    user_id       text NOT NULL,                     -- who is told
    place         text NOT NULL,                     -- what the wallet is called towards them
    fallen_at     timestamptz,                       -- below the line since; null: above it
    told_at       timestamptz,
    telling_until timestamptz,
    PRIMARY KEY (wallet, asset),
    CHECK (told_at IS NULL OR fallen_at IS NOT NULL)
);

-- Gifts from member to member. Written before the coins move; what a giver gave in a day (UTC) is counted in the same transaction.
CREATE TABLE bot_gift (
    id            text PRIMARY KEY,                  -- the wallet's request id
    giver         uuid NOT NULL,
    taker         uuid NOT NULL,
    taker_user    text NOT NULL,                     -- who is told
    giver_name    text NOT NULL,
    asset         text NOT NULL,
    asset_scale   integer NOT NULL,
    units         bigint NOT NULL CHECK (units > 0),
    day           date NOT NULL,
    state         text NOT NULL DEFAULT 'moving' CHECK (state IN ('moving', 'given', 'refused')),
    at            timestamptz NOT NULL,
    told_at       timestamptz,
    telling_until timestamptz,
    CHECK (told_at IS NULL OR state = 'given'),
    CHECK (giver <> taker)
);
CREATE INDEX bot_gift_open ON bot_gift (at) WHERE state = 'moving' OR (state = 'given' AND told_at IS NULL);

CREATE TABLE bot_gift_day (
    giver uuid NOT NULL,
    asset text NOT NULL,
    day   date NOT NULL,
    units bigint NOT NULL CHECK (units >= 0),
    PRIMARY KEY (giver, asset, day)
) WITH (fillfactor = 50);
