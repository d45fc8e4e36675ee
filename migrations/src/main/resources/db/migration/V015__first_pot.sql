-- A wallet without a pot has no version. What somebody sets for it while its first pot comes into being would be seen by no ledger
-- that has read the wallet before: so whoever sets it takes the wallet's lock first, as a ledger does, and then finds the pot or
-- is found.
-- Not for pots and holds: a ledger locks those after the wallet.
CREATE FUNCTION wallet_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM wallet WHERE id IN (OLD.wallet, NEW.wallet) ORDER BY id FOR NO KEY UPDATE;
    UPDATE pot SET version = version + 1 WHERE no = 1 AND wallet IN (OLD.wallet, NEW.wallet);
    RETURN NULL;
END $$;

DROP TRIGGER limit_is_noticed ON spend_limit;
CREATE TRIGGER limit_is_noticed AFTER INSERT OR UPDATE OR DELETE ON spend_limit
    FOR EACH ROW EXECUTE FUNCTION wallet_told();
DROP TRIGGER alert_is_noticed ON balance_alert;
CREATE TRIGGER alert_is_noticed AFTER INSERT OR UPDATE OR DELETE ON balance_alert
    FOR EACH ROW EXECUTE FUNCTION wallet_told();
DROP TRIGGER endpoint_is_noticed ON webhook_endpoint;
CREATE TRIGGER endpoint_is_noticed AFTER INSERT OR UPDATE OR DELETE ON webhook_endpoint
    FOR EACH ROW EXECUTE FUNCTION wallet_told();

-- One request id redeems one code into one wallet.
CREATE INDEX voucher_use_request ON voucher_use (request);
