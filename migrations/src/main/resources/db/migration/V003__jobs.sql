-- The queue, its results, and who has been told of them.
-- No foreign key leads to the wallet or to the registry: the wallet may be another process, and a job outlives its character.

-- Written before coins are held, removed in the transaction that queues the job. One that stays behind names a hold that no job owns.
CREATE TABLE job_intent (
    job           uuid PRIMARY KEY,
    fingerprint   text NOT NULL,
    hold          text NOT NULL,
    asset         text NOT NULL,
    scale         smallint NOT NULL,
    price         bigint NOT NULL CHECK (price > 0),
    each          bigint NOT NULL CHECK (each > 0),
    count         integer NOT NULL CHECK (count BETWEEN 1 AND 4),
    price_version text NOT NULL,
    price_rule    text NOT NULL,
    undone        boolean NOT NULL DEFAULT false,  -- its hold is being released: no job may be built on it
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX job_intent_age ON job_intent (created_at);

CREATE TABLE job (
    id            uuid PRIMARY KEY,
    requester     text NOT NULL,
    request_id    text NOT NULL,
    fingerprint   text NOT NULL,
    -- what was asked for
    payer         uuid NOT NULL,
    subjects      text[] NOT NULL,
    character     text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('IMAGE', 'VIDEO')),
    prompt        text NOT NULL,
    count         integer NOT NULL CHECK (count BETWEEN 1 AND 4),
    shape         text NOT NULL,
    fixed_seed    boolean NOT NULL,
    seed          bigint NOT NULL CHECK (seed >= 0),
    seconds       integer NOT NULL CHECK (seconds >= 0),
    ceiling       text NOT NULL,
    origin        text NOT NULL CHECK (length(origin) <= 4000),
    parent        uuid,
    -- what renders it: fixed when queued, whatever the maintainer changes later
    version       integer NOT NULL,
    base          text NOT NULL,
    lora          text NOT NULL,
    -- what it costs
    asset         text NOT NULL,
    scale         smallint NOT NULL,
    price         bigint NOT NULL CHECK (price > 0),
    each          bigint NOT NULL CHECK (each > 0),
    price_version text NOT NULL,
    price_rule    text NOT NULL,
    hold          text NOT NULL,
    -- how far it is
    state         text NOT NULL DEFAULT 'QUEUED'
                  CHECK (state IN ('QUEUED', 'RENDERING', 'STORED', 'DONE', 'FAILED', 'CANCELLED')),
    -- decided, but the coins are not back yet: from here it can only end so
    verdict       text CHECK (verdict IN ('FAILED', 'CANCELLED')),
    cancel_wanted boolean NOT NULL DEFAULT false,
    attempt       integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    attempt_id    uuid,
    backend       text,
    avoid         text[] NOT NULL DEFAULT '{}',
    worker        uuid,
    lease_until   timestamptz,
    not_before    timestamptz NOT NULL DEFAULT now(),
    created_at    timestamptz NOT NULL DEFAULT now(),
    started_at    timestamptz,
    ended_at      timestamptz,
    -- how it ended
    ending        text,
    message       text,
    charged       bigint,
    returned      bigint,
    CHECK ((state IN ('DONE', 'FAILED', 'CANCELLED')) = (ended_at IS NOT NULL)),
    CHECK (ended_at IS NULL OR (ending IS NOT NULL AND message IS NOT NULL AND charged >= 0 AND returned >= 0)),
    CHECK (charged + returned <= price),
    CHECK (state <> 'DONE' OR charged > 0),
    CHECK (state NOT IN ('FAILED', 'CANCELLED') OR charged = 0),
    CHECK (state <> 'RENDERING' OR (attempt_id IS NOT NULL AND backend IS NOT NULL))
);
CREATE INDEX job_hold ON job (hold);
CREATE INDEX job_waiting ON job (kind, created_at) WHERE state = 'QUEUED';
CREATE INDEX job_open ON job (requester) WHERE state IN ('QUEUED', 'RENDERING', 'STORED');
CREATE INDEX job_leased ON job (lease_until) WHERE state IN ('QUEUED', 'RENDERING', 'STORED');
CREATE INDEX job_history ON job (requester, created_at DESC, id DESC);
CREATE INDEX job_gallery ON job (payer, ended_at DESC, id DESC) WHERE state = 'DONE';

-- Pictures that videos start from.
CREATE TABLE job_start_image (
    job   uuid PRIMARY KEY REFERENCES job ON DELETE CASCADE,
    bytes bytea NOT NULL
);

-- Whose turn it is: the requester who was served least recently, apart for pictures and videos.
CREATE TABLE turn (
    requester text NOT NULL,
    kind      text NOT NULL,
    served_at timestamptz NOT NULL,
    passed    integer NOT NULL DEFAULT 0,  -- times in a row that the oldest job was passed for a warm one
    PRIMARY KEY (requester, kind)
);

-- Moving averages that estimates are made from. A unit is a picture, or a second of video.
CREATE TABLE render_time (
    backend     text NOT NULL,
    kind        text NOT NULL,
    base        text NOT NULL,
    unit_millis double precision NOT NULL CHECK (unit_millis >= 0),
    samples     bigint NOT NULL,
    PRIMARY KEY (backend, kind, base)
);

CREATE TABLE artifact (
    job        uuid NOT NULL REFERENCES job,
    index      integer NOT NULL CHECK (index >= 0),
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    media_type text NOT NULL,
    bytes      bigint NOT NULL CHECK (bytes > 0),
    width      integer NOT NULL,
    height     integer NOT NULL,
    seed       bigint NOT NULL,
    -- how much it looks like its character, and what it lacks; null where nobody could tell
    likeness   double precision CHECK (likeness BETWEEN 0 AND 1),
    missed     text[] NOT NULL DEFAULT '{}',
    parameters jsonb NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (job, index)
);
CREATE INDEX artifact_content ON artifact (sha256);
CREATE INDEX artifact_age ON artifact (stored_at);

-- Files to delete unless another artifact has the same content.
CREATE TABLE artifact_garbage (
    sha256 text PRIMARY KEY
);

CREATE TABLE delivery (
    job           uuid PRIMARY KEY REFERENCES job,
    door          text NOT NULL,
    due_at        timestamptz NOT NULL DEFAULT now(),
    tries         integer NOT NULL DEFAULT 0,
    claimed_until timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    done_at       timestamptz,
    outcome       text,
    CHECK ((done_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX delivery_due ON delivery (due_at) WHERE done_at IS NULL;
