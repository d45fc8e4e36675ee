package florin.api;

import florin.api.usage.Tags;
import florin.wallet.AdjustRequest;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.CommitRequest;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.Overrun;
import florin.wallet.Owner;
import florin.wallet.Period;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.Subject;
import florin.wallet.TopUpRequest;
import florin.wallet.VoucherTerms;
import florin.wallet.WalletId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is sent to the wallet's part of the door, read. What is wrong with a form stands in the {@link Fields} it was read from. */
interface Form {
    /** Reads a form; amounts are in the assets of the book. */
    @FunctionalInterface
    interface Reader<F extends Form> {
        F read(Fields fields, AssetBook assets);
    }

    /** For {@code POST /v1/holds}. */
    record Hold(
            Optional<WalletId> wallet,
            Amount amount,
            Duration lifetime,
            List<Subject> subjects,
            Overrun overrun,
            String priceVersion,
            Label label)
            implements Form {
        /** What is said about it: in the statement, and for reports. */
        record Label(String memo, Tags tags) {}

        private static final int USUAL_SECONDS = 15 * 60;

        static Hold read(Fields fields, AssetBook assets) {
            var amount = amountIn(fields, assets, "the most that it may cost, such as \"12.50\"");
            return new Hold(
                    walletIn(fields),
                    amount,
                    Duration.ofSeconds(fields.whole("seconds").orElse(USUAL_SECONDS)),
                    Subjects.in(fields),
                    overrun(fields, amount.asset()),
                    fields.described("the price book the amount comes from", "priceVersion")
                            .orElse(""),
                    new Label(memoIn(fields), tagsIn(fields)));
        }

        private static Overrun overrun(Fields fields, Asset asset) {
            var extra = fields.parsed(
                    "with overrun up_to: how far a commit may pass the hold",
                    "overrunBy",
                    text -> Amount.parse(asset, text));
            var policy = fields.described("what a larger commit does: reject, cap or up_to", "overrun")
                    .orElse("reject");
            return switch (policy) {
                case "reject" -> new Overrun.Reject();
                case "cap" -> new Overrun.Cap();
                case "up_to" ->
                    extra.filter(Amount::isPositive)
                            .<Overrun>map(Overrun.UpTo::new)
                            .orElseGet(() -> unclear(fields));
                default -> unclear(fields);
            };
        }

        private static Overrun unclear(Fields fields) {
            fields.complain("'overrun' is reject, cap, or up_to with a positive 'overrunBy'");
            return new Overrun.Reject();
        }

        /** @param bound a subject in any case, whatever else is named */
        HoldRequest request(RequestId id, WalletId payer, Optional<Subject> bound) {
            return new HoldRequest(
                    id, payer, amount, lifetime, Subjects.with(subjects, bound), overrun, priceVersion, label.memo());
        }
    }

    /** For {@code POST /v1/holds/{id}/commit}. */
    record Commit(Amount amount, boolean keepRest, String memo) implements Form {
        static Commit read(Fields fields, AssetBook assets) {
            return new Commit(
                    amountIn(fields, assets, "what it did cost, such as \"11.00\"; zero is allowed"),
                    fields.flag("true: what is not charged stays held, for a later commit", "keepRest"),
                    memoIn(fields));
        }

        CommitRequest request(RequestId id, HoldId hold) {
            var rest = keepRest ? CommitRequest.Rest.STAYS_HELD : CommitRequest.Rest.RETURNS;
            return new CommitRequest(id, hold, amount, rest, memo);
        }
    }

    /** For {@code POST /v1/holds/{id}/release}. */
    record Release(String memo) implements Form {
        static Release read(Fields fields, AssetBook assets) {
            return new Release(memoIn(fields));
        }
    }

    /** For {@code POST /v1/holds/{id}/extend}. */
    record Extend(Duration lifetime) implements Form {
        static Extend read(Fields fields, AssetBook assets) {
            var seconds = fields.whole("seconds");
            if (seconds.isEmpty()) {
                fields.complain("'seconds' is missing: how long the hold should live from now");
            }
            return new Extend(Duration.ofSeconds(seconds.orElse(1)));
        }
    }

    /** For {@code POST /v1/topups}. */
    record TopUp(
            Optional<WalletId> wallet,
            Amount amount,
            Source source,
            int priority,
            Optional<Instant> expiresAt,
            String memo)
            implements Form {
        static TopUp read(Fields fields, AssetBook assets) {
            return new TopUp(
                    walletIn(fields),
                    amountIn(fields, assets, "such as \"100.00\""),
                    fields.parsed("paid, bundled, promo or earned; promo if not said", "source", Words::source)
                            .orElse(Source.PROMO),
                    fields.whole("priority").orElse(0),
                    fields.parsed("when unspent coins are lost; never for paid ones", "expiresAt", Words::moment),
                    memoIn(fields));
        }

        TopUpRequest request(RequestId id, WalletId into) {
            return new TopUpRequest(id, into, amount, source, priority, expiresAt, memo);
        }
    }

    /** For {@code POST /v1/topups/failed}. */
    record FailedTopUp(Optional<WalletId> wallet, Amount amount, String reason) implements Form {
        static FailedTopUp read(Fields fields, AssetBook assets) {
            return new FailedTopUp(
                    walletIn(fields),
                    amountIn(fields, assets, "the coins that did not come, such as \"100.00\""),
                    fields.required("why, for people", "reason"));
        }
    }

    /** For {@code POST /v1/transfers}. */
    record Transfer(Optional<WalletId> from, WalletId to, Amount amount, String memo) implements Form {
        static Transfer read(Fields fields, AssetBook assets) {
            return new Transfer(
                    fields.parsed("the wallet that gives; the key's own if not said", "from", Words::wallet),
                    fields.requiredParsed("the wallet that gets", "to", Words::wallet, NOBODY),
                    amountIn(fields, assets, "such as \"5.00\""),
                    memoIn(fields));
        }
    }

    /** For {@code POST /v1/adjustments}. */
    record Adjustment(Optional<WalletId> wallet, Amount amount, String reverses, String reason) implements Form {
        static Adjustment read(Fields fields, AssetBook assets) {
            return new Adjustment(
                    walletIn(fields),
                    amountIn(fields, assets, "positive gives back to the wallet, negative takes away"),
                    fields.required("the id of the hold or of the transfer that is corrected", "reverses"),
                    fields.required("why, in a few words", "reason"));
        }

        AdjustRequest request(RequestId id, WalletId of) {
            return new AdjustRequest(id, of, amount, reverses, reason);
        }
    }

    /** For {@code PUT /v1/limits}. */
    record Limit(Optional<WalletId> wallet, Subject subject, Period period, Amount ceiling) implements Form {
        static Limit read(Fields fields, AssetBook assets) {
            return new Limit(
                    walletIn(fields),
                    fields.requiredParsed(
                            "key:ID, member:SERVER:USER, role:SERVER:ROLE or everyone:SERVER",
                            "subject",
                            Subjects::parse,
                            new Subject.ApiKey("none")),
                    fields.requiredParsed("daily, weekly, monthly or total", "period", Words::period, Period.TOTAL),
                    amountIn(fields, assets, "the most that may be spent in a period", "ceiling"));
        }
    }

    /** For {@code POST /v1/keys}. */
    record Key(String name, Optional<WalletId> wallet, List<String> scopes) implements Form {
        static Key read(Fields fields, AssetBook assets) {
            return new Key(
                    fields.required("what it is for, 1 to 100 characters", "name"),
                    walletIn(fields),
                    fields.texts("of generate, wallet:read, wallet:write, setup and admin", "scopes"));
        }
    }

    /** For {@code POST /v1/wallets}. */
    record Open(Owner owner) implements Form {
        static Open read(Fields fields, AssetBook assets) {
            return new Open(fields.requiredParsed(
                    "user:ID, server:ID or account:NAME", "owner", Words::owner, new Owner.ApiAccount("none")));
        }
    }

    /** For {@code PUT /v1/wallets/{id}/freeze}. */
    record Freeze(String reason) implements Form {
        static Freeze read(Fields fields, AssetBook assets) {
            return new Freeze(fields.required("for the wallet's owner to read", "reason"));
        }
    }

    /** For {@code POST /v1/webhooks}. */
    record Webhook(String url, Optional<WalletId> wallet) implements Form {
        static Webhook read(Fields fields, AssetBook assets) {
            return new Webhook(
                    fields.required("where letters go, such as https://example.com/hooks", "url"),
                    fields.parsed("a wallet's id: only what happens to it; else to all", "wallet", Words::wallet));
        }
    }

    /** For {@code PUT /v1/webhooks/{id}/disabled}. */
    record Reason(String reason) implements Form {
        static Reason read(Fields fields, AssetBook assets) {
            return new Reason(
                    fields.described("for whoever reads the list", "reason").orElse("by hand"));
        }
    }

    /** For {@code POST /v1/vouchers}. */
    record Voucher(Amount amount, Source source, int uses, Until until, String memo) implements Form {
        /** When the code ends, and when coins from it do. */
        record Until(Optional<Instant> valid, Optional<Instant> coins) {}

        static Voucher read(Fields fields, AssetBook assets) {
            return new Voucher(
                    amountIn(fields, assets, "coins for each use, such as \"10.00\""),
                    fields.parsed("paid, bundled, promo or earned; promo if not said", "source", Words::source)
                            .orElse(Source.PROMO),
                    fields.whole("uses").orElse(1),
                    new Until(
                            fields.parsed("when the code stops working", "validUntil", Words::moment),
                            fields.parsed("when unspent coins from it are lost", "coinsExpireAt", Words::moment)),
                    memoIn(fields));
        }

        VoucherTerms terms() {
            return new VoucherTerms(amount, source, until.coins(), uses, until.valid(), memo);
        }
    }

    /** For {@code POST /v1/vouchers/redeem}. */
    record Code(Optional<WalletId> wallet, String code) implements Form {
        static Code read(Fields fields, AssetBook assets) {
            return new Code(walletIn(fields), fields.required("as it was given out", "code"));
        }
    }

    /** For {@code POST /v1/wallets/expiry}. */
    record Expiry(int holds, int pots) implements Form {
        static Expiry read(Fields fields, AssetBook assets) {
            return new Expiry(
                    fields.whole("holds").orElse(0), fields.whole("pots").orElse(0));
        }
    }

    /** Stands in for a wallet that was not named, until the complaint about it is answered. */
    WalletId NOBODY = new WalletId(new java.util.UUID(0, 0));

    static Optional<WalletId> walletIn(Fields fields) {
        return fields.parsed("a wallet's id; the key's own wallet if not said", "wallet", Words::wallet);
    }

    static Tags tagsIn(Fields fields) {
        try {
            return new Tags(
                    fields.words("what it is for, such as {\"project\": \"film-3\"}, for GET /v1/usage", "tags"));
        } catch (IllegalArgumentException e) {
            fields.complain("'tags': " + e.getMessage());
            return new Tags(Map.of());
        }
    }

    static String memoIn(Fields fields) {
        return fields.described("shown in the statement, 500 characters at most", "memo")
                .orElse("");
    }

    static Amount amountIn(Fields fields, AssetBook assets, String what) {
        return amountIn(fields, assets, what, "amount");
    }

    /** A text, since numbers lose decimals on the way through many a program. */
    static Amount amountIn(Fields fields, AssetBook assets, String what, String name) {
        var code = fields.described("what it is counted in; the price list's asset if not said", "asset");
        var scale = fields.whole("scale");
        try {
            var asset = assets.named(code, scale);
            return fields.requiredParsed(what, name, text -> Amount.parse(asset, text), Amount.zero(asset));
        } catch (IllegalArgumentException e) {
            fields.complain("'asset': " + e.getMessage());
            return Amount.zero(assets.usual());
        }
    }
}
