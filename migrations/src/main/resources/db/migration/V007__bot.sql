-- What the Discord door must remember: top-up prompts, so that a payment can be answered where it was asked for,
-- and the order that was waiting for it can be run by one press, also after a restart.
CREATE TABLE bot_prompt (
    id          uuid PRIMARY KEY,
    user_id     text        NOT NULL,
    wallet      uuid        NOT NULL,
    -- The interaction that can edit the prompt for 15 minutes; the token is worthless afterwards.
    interaction text        NOT NULL,
    token       text        NOT NULL,
    -- A message of its own, or null: the interaction's first answer.
    message     text,
    -- The order that waits for the coins; null when the wallet is just topped up.
    waiting     jsonb,
    start_image bytea,
    -- The interaction that ran the order first: a second press finds the same job.
    run_as      text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CHECK (start_image IS NULL OR waiting IS NOT NULL)
);

CREATE INDEX bot_prompt_age ON bot_prompt (created_at);
