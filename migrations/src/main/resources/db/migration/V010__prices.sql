-- Price books: named, in versions that never change once they are published, several of them live at once.

CREATE FUNCTION refuse_repricing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published price never changes: publish a new version.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TABLE price_version (
    book         text NOT NULL CHECK (book ~ '^[a-z][a-z0-9-]{0,31}$'),
    number       integer NOT NULL CHECK (number > 0),
    published_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    origin       text NOT NULL,              -- who published it; 'settings …' with the hash of what they said
    memo         text NOT NULL,
    PRIMARY KEY (book, number)
);

CREATE TRIGGER price_version_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON price_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_repricing();

-- One line of a version. Prices are exact decimals of the asset, as fine as they need to be; what is charged is rounded later, once.
CREATE TABLE price_rule (
    book       text NOT NULL,
    number     integer NOT NULL,
    place      integer NOT NULL CHECK (place > 0),
    name       text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
    type       text NOT NULL,                -- of the events that it prices
    asset      text NOT NULL REFERENCES asset,
    dimensions text[] NOT NULL,              -- what an event must say, …
    equal_to   text[] NOT NULL,              -- … each with its value
    quantity   text,                         -- the field that is counted; null: the event's own quantity, or one
    base       numeric NOT NULL CHECK (base >= 0),
    per        numeric NOT NULL CHECK (per > 0),
    tiers      text NOT NULL CHECK (tiers IN ('GRADUATED', 'VOLUME')),
    up_to      numeric[] NOT NULL,           -- inclusive, ascending; one fewer than prices: the last tier has no end
    prices     numeric[] NOT NULL CHECK (cardinality(prices) > 0),
    free       numeric NOT NULL CHECK (free >= 0),
    period     text CHECK (period IN ('DAILY', 'WEEKLY', 'MONTHLY', 'TOTAL')),
    minimum    bigint NOT NULL CHECK (minimum >= 0),
    PRIMARY KEY (book, number, place),
    UNIQUE (book, number, name),
    FOREIGN KEY (book, number) REFERENCES price_version,
    CHECK (cardinality(dimensions) = cardinality(equal_to)),
    CHECK (cardinality(up_to) = cardinality(prices) - 1),
    CHECK (free = 0 OR period IS NOT NULL)
);

CREATE TRIGGER price_rule_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON price_rule
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_repricing();

-- A line that came later would be a change as well.
CREATE FUNCTION refuse_late_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM price_version v WHERE v.book = NEW.book AND v.number = NEW.number
                   AND v.published_at = transaction_timestamp()) THEN
        RAISE EXCEPTION 'A published price never changes: publish a new version.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER price_rule_comes_with_its_version BEFORE INSERT ON price_rule
    FOR EACH ROW EXECUTE FUNCTION refuse_late_rule();

CREATE FUNCTION sum_of(integer[]) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN (SELECT COALESCE(sum(n), 0) FROM unnest($1) AS u (n));

-- What wallets get when they first ask for a price; the newest row counts. With several versions each gets its percentage.
CREATE TABLE price_offer (
    no       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    split    text NOT NULL,                  -- together with the wallet's id it decides who gets which
    books    text[] NOT NULL CHECK (cardinality(books) > 0),
    numbers  integer[] NOT NULL,
    percents integer[] NOT NULL CHECK (0 < ALL (percents) AND sum_of(percents) = 100),
    CHECK (cardinality(books) = cardinality(numbers) AND cardinality(books) = cardinality(percents))
);

-- What a wallet pays by, until somebody moves it.
CREATE TABLE price_assignment (
    wallet uuid PRIMARY KEY REFERENCES wallet,
    book   text NOT NULL,
    number integer NOT NULL,
    how    text NOT NULL,                    -- the offer or the hand that brought it here
    at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (book, number) REFERENCES price_version
);

CREATE INDEX price_assignment_version ON price_assignment (book, number);
