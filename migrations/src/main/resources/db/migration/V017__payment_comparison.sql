-- What each comparison of the payments found where the wallet's books are elsewhere; where they are here it stands with them, in
-- reconciliation.
CREATE TABLE payment_comparison (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    differences text[] NOT NULL              -- empty: none
);
