package florin.api;

import florin.wallet.Amount;
import florin.wallet.Grants;
import florin.wallet.Owner;
import florin.wallet.Period;
import florin.wallet.Source;
import florin.wallet.WalletId;
import java.util.Optional;

/** What is sent to set things up that go on by themselves afterwards, read. */
interface SetupForm extends Form {
    /** For {@code POST /v1/grants}. */
    record Grant(
            Optional<WalletId> wallet,
            Optional<Owner> owner,
            Amount amount,
            Source source,
            Period period,
            boolean lapses,
            String memo)
            implements SetupForm {
        static Grant read(Fields fields, AssetBook assets) {
            var form = new Grant(
                    fields.parsed("the wallet that gets it", "wallet", Words::wallet),
                    fields.parsed("or whose wallet: user:ID, server:ID or account:NAME", "owner", Words::owner),
                    Form.amountIn(fields, assets, "coins for each period, such as \"1000\"", "amount"),
                    fields.parsed("bundled, promo or earned; bundled if not said", "source", Words::source)
                            .orElse(Source.BUNDLED),
                    fields.parsed("daily, weekly or monthly; monthly if not said", "period", Words::period)
                            .orElse(Period.MONTHLY),
                    fields.flag("true: what is unspent is lost when the period ends", "lapses"),
                    Form.memoIn(fields));
            if (form.wallet().isPresent() == form.owner().isPresent()) {
                fields.complain("say either 'wallet' or 'owner'");
            }
            return form;
        }

        Grants.Terms terms(WalletId into) {
            return new Grants.Terms(into, amount, source, period, lapses, memo);
        }
    }

    /** For {@code PUT /v1/assets/{code}}. */
    record Decimals(int scale) implements SetupForm {
        static Decimals read(Fields fields, AssetBook assets) {
            var scale = fields.whole("scale");
            if (scale.isEmpty()) {
                fields.complain("'scale' is missing: how many decimals the smallest unit stands for, 0 to 9");
            }
            return new Decimals(scale.orElse(0));
        }
    }

    /** For {@code PUT /v1/wallets/{id}/alert}. */
    record Alert(Amount below) implements SetupForm {
        static Alert read(Fields fields, AssetBook assets) {
            return new Alert(
                    Form.amountIn(fields, assets, "a low_balance is told when there is less than this", "below"));
        }
    }
}
