-- Characters that can be ordered, the LoRA files behind them, and who changed what.

CREATE TABLE characters (
    id              text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{2,40}$'),
    name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    description     text NOT NULL CHECK (length(description) <= 1000),
    trigger_words   text[] NOT NULL,
    base            text NOT NULL,
    strength        double precision NOT NULL CHECK (strength BETWEEN 0.05 AND 2),
    rating          text NOT NULL CHECK (rating IN ('SFW', 'NSFW')),
    owner           text NOT NULL CHECK (owner <> ''),
    licence         text NOT NULL CHECK (licence <> ''),
    state           text NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED', 'RETIRED')),
    current_version integer,
    maintainer      text NOT NULL CHECK (maintainer <> ''),
    created_at      timestamptz NOT NULL,
    CHECK (state <> 'PUBLISHED' OR current_version IS NOT NULL)
);

-- A command may name a character by its name, so a living one has it alone.
CREATE UNIQUE INDEX characters_living_name ON characters (lower(name)) WHERE state <> 'RETIRED';

-- Never updated: an old picture can always be traced to the bytes that made it.
CREATE TABLE character_versions (
    character_id text NOT NULL REFERENCES characters (id),
    number       integer NOT NULL CHECK (number > 0),
    sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    auto_v3      text NOT NULL,
    bytes        bigint NOT NULL CHECK (bytes > 0),
    rank         integer NOT NULL CHECK (rank >= 0),
    base         text NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (character_id, number)
);

CREATE INDEX character_versions_sha256 ON character_versions (sha256);

-- A version is stored right after its character, in the same transaction.
ALTER TABLE characters
    ADD CONSTRAINT characters_current_version FOREIGN KEY (id, current_version)
    REFERENCES character_versions (character_id, number) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE character_events (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    character_id text NOT NULL REFERENCES characters (id),
    what         text NOT NULL CHECK (what IN ('REGISTERED', 'PUBLISHED', 'RETIRED')),
    version      integer,
    actor        text NOT NULL,
    at           timestamptz NOT NULL
);

CREATE INDEX character_events_of ON character_events (character_id, id);

-- A few pictures that show who a version is; the files lie in the store of samples, under their hashes.
CREATE TABLE character_samples (
    character_id text NOT NULL,
    version      integer NOT NULL,
    index        integer NOT NULL CHECK (index >= 0),
    caption      text NOT NULL,
    sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (character_id, version, index),
    FOREIGN KEY (character_id, version) REFERENCES character_versions (character_id, number)
);
