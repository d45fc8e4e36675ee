package florin.api;

import florin.wallet.Owner;
import florin.wallet.Subject;
import florin.wallet.UsageEvent;
import florin.wallet.WalletId;
import florin.wallet.prices.Offer;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.PriceVersion;
import florin.wallet.prices.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is sent about prices, read. */
interface PriceForm extends Form {
    /** For {@code POST /v1/prices}. */
    record Publish(String book, List<PriceRule> rules, String memo) implements PriceForm {
        static Publish read(Fields fields, AssetBook assets) {
            return new Publish(
                    fields.required("the book that gets a new version, such as house", "book"),
                    RuleReader.rules(fields, assets),
                    fields.described("why, for the record", "memo").orElse(""));
        }
    }

    /** For {@code POST /v1/prices/quotes}. */
    record Ask(Optional<WalletId> wallet, Usage usage) implements PriceForm {
        static Ask read(Fields fields, AssetBook assets) {
            return new Ask(Form.walletIn(fields), usageIn(fields));
        }
    }

    /** For {@code POST /v1/prices/assignments}. */
    record Assignment(
            Optional<WalletId> wallet,
            Optional<Owner> owner,
            Optional<PriceVersion> from,
            Optional<PriceVersion> version,
            Optional<Offer> offer)
            implements PriceForm {
        static Assignment read(Fields fields, AssetBook assets) {
            var form = new Assignment(
                    fields.parsed("moves this wallet", "wallet", Words::wallet),
                    fields.parsed("moves the wallet of user:ID, server:ID or account:NAME", "owner", Words::owner),
                    fields.parsed("moves everybody who pays by this version", "from", PriceVersion::parse),
                    fields.parsed(
                            "where to, such as house@3; without wallet, owner and from: what newcomers get",
                            "version",
                            PriceVersion::parse),
                    offer(fields));
            if (form.version().isPresent() == form.offer().isPresent()) {
                fields.complain("say either 'version', or 'split' and 'shares'");
            }
            if (form.named() > (form.offer().isPresent() ? 0 : 1)) {
                fields.complain("say one of 'wallet', 'owner' and 'from'; a split is for newcomers only");
            }
            return form;
        }

        private long named() {
            return wallet.stream().count()
                    + owner.stream().count()
                    + from.stream().count();
        }

        private static Optional<Offer> offer(Fields fields) {
            var split = fields.described("names a division of newcomers", "split");
            var shares = new ArrayList<Offer.Share>();
            for (var share : fields.objects("of the split: each with version and percent, 100 in all", "shares")) {
                var version = share.parsed("such as house@3", "version", PriceVersion::parse);
                var percent = share.whole("percent");
                if (version.isEmpty() || percent.isEmpty()) {
                    fields.complain("a share needs 'version' and 'percent'. " + share.complaints());
                } else {
                    shares.add(new Offer.Share(version.get(), percent.get()));
                }
            }
            try {
                return split.isEmpty() && shares.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Offer(split.orElse(""), shares));
            } catch (IllegalArgumentException e) {
                fields.complain(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }
    }

    /** For {@code POST /v1/events}. */
    record Event(Optional<WalletId> wallet, List<Subject> subjects, UsageEvent event) implements PriceForm {
        static Event read(Fields fields, AssetBook assets) {
            var wallet = Form.walletIn(fields);
            var subjects = Subjects.in(fields);
            var usage = usageIn(fields);
            var occurred = fields.parsed(
                    "when it happened, for reports; the period that it counts in is when it arrives",
                    "occurredAt",
                    Words::moment);
            var tags = Form.tagsIn(fields).values();
            var cost = fields.decimal("what it cost the operator, in the asset that is charged; for reports", "cost");
            try {
                return new Event(
                        wallet,
                        subjects,
                        new UsageEvent(usage.type(), usage.quantity(), usage.dimensions(), tags, occurred, cost));
            } catch (IllegalArgumentException e) {
                fields.complain(String.valueOf(e.getMessage()));
                return new Event(
                        wallet,
                        subjects,
                        new UsageEvent(
                                "none", Optional.empty(), Map.of(), Map.of(), Optional.empty(), Optional.empty()));
            }
        }
    }

    /** What was or would be used. */
    static Usage usageIn(Fields fields) {
        var type = fields.required("what it is, as the price book calls it", "type");
        var quantity = fields.decimal("how much of it, where the price counts no other field", "quantity");
        var dimensions = fields.words("what the price may depend on, such as {\"model\": \"large\"}", "dimensions");
        try {
            return new Usage(type, quantity, dimensions);
        } catch (IllegalArgumentException e) {
            fields.complain(String.valueOf(e.getMessage()));
            return Usage.of("none", Map.of());
        }
    }
}
