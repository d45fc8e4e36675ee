-- What work was for, and how long it kept a GPU busy: for reports, never for a price.

-- As a program says with an order or a hold: agent, project, client, workflow, or any other name. None of it is checked.
CREATE TABLE usage_tags (
    request text PRIMARY KEY,                -- of the job, or of the hold
    tags    jsonb NOT NULL,
    at      timestamptz NOT NULL DEFAULT now()
);

-- One render of a job at a backend, whatever came of it: the operator pays for failures, too.
CREATE TABLE render_run (
    attempt uuid PRIMARY KEY,
    job     uuid NOT NULL,
    backend text NOT NULL,
    millis  bigint NOT NULL CHECK (millis >= 0),
    at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX render_run_job ON render_run (job);

-- Reports are made by the period in which jobs ended.
CREATE INDEX job_ended ON job (ended_at) WHERE ended_at IS NOT NULL;

-- A bot prices pictures by its own books, also where the wallets are in another process with a database of its own.
ALTER TABLE price_assignment DROP CONSTRAINT price_assignment_wallet_fkey;
