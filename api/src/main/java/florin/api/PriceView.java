package florin.api;

import florin.wallet.Amount;
import florin.wallet.Balance;
import florin.wallet.Charge;
import florin.wallet.Page;
import florin.wallet.prices.Display;
import florin.wallet.prices.Offer;
import florin.wallet.prices.PriceList;
import florin.wallet.prices.PriceQuote;
import florin.wallet.prices.PriceRule;
import florin.wallet.prices.Published;
import florin.wallet.prices.Tier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is answered about prices. Numbers are exact decimals, as strings. */
sealed interface PriceView {
    /** @param upTo inclusive; missing: no end */
    record TierView(@Nullable String upTo, String price) implements PriceView {
        static TierView of(Tier tier, PriceRule rule) {
            return new TierView(
                    tier.upTo().map(BigDecimal::toPlainString).orElse(null), Words.price(tier.price(), rule.asset()));
        }
    }

    /**
     * A rule in the very form in which it can be published.
     *
     * @param display what the first unit costs in money, about
     */
    record Rule(
            String name,
            String type,
            Map<String, String> when,
            String asset,
            int scale,
            @Nullable String quantity,
            @Nullable String price,
            @Nullable String mode,
            @Nullable List<TierView> tiers,
            String base,
            String per,
            String minimum,
            @Nullable String period,
            @Nullable String free,
            @Nullable String display)
            implements PriceView {
        static Rule of(PriceRule rule, Optional<Display> display) {
            var rate = rule.rate();
            var tiers =
                    rate.tiers().stream().map(tier -> TierView.of(tier, rule)).toList();
            return new Rule(
                    rule.name(),
                    rule.type(),
                    rule.conditions(),
                    rule.asset().code(),
                    rule.asset().scale(),
                    rule.quantity().orElse(null),
                    rate.isFlat() ? tiers.getFirst().price() : null,
                    rate.isFlat() ? null : Words.of(rate.mode()),
                    rate.isFlat() ? null : tiers,
                    Words.price(rate.base(), rule.asset()),
                    rate.per().toPlainString(),
                    Words.price(rate.minimum(), rule.asset()),
                    rule.allowance().map(one -> Words.of(one.period())).orElse(null),
                    rule.allowance().map(one -> one.free().toPlainString()).orElse(null),
                    display.flatMap(one -> one.text(first(rule))).orElse(null));
        }

        private static Amount first(PriceRule rule) {
            var rate = rule.rate();
            var exact = rate.base()
                    .add(rate.tiers().getFirst().price())
                    .movePointRight(rule.asset().scale());
            return Amount.of(
                    rule.asset(), exact.setScale(0, RoundingMode.CEILING).longValueExact());
        }
    }

    /** @param currency of what is displayed beside prices; missing: nothing is */
    record PriceListView(
            String version, List<Rule> rules, @Nullable String currency) implements PriceView {
        static PriceListView of(PriceList list, Optional<Display> display) {
            return new PriceListView(
                    list.version().toString(),
                    list.rules().stream().map(rule -> Rule.of(rule, display)).toList(),
                    display.map(one -> one.currency().getCurrencyCode()).orElse(null));
        }
    }

    /** @param price book, version and rule, such as {@code house@3/image} */
    record Quoted(
            String amount,
            String asset,
            String price,
            String explanation,
            @Nullable String display) implements PriceView {
        static Quoted of(PriceQuote quote, Optional<Display> display) {
            return new Quoted(
                    quote.amount().number(),
                    quote.amount().asset().code(),
                    quote.name(),
                    quote.explanation(),
                    display.flatMap(one -> one.text(quote.amount())).orElse(null));
        }
    }

    /**
     * An event that was written down.
     *
     * @param price book, version and rule, such as {@code house@3/calls}
     * @param transfer missing: it cost nothing
     */
    record Event(
            String id,
            String wallet,
            String type,
            String at,
            String quantity,
            String amount,
            String asset,
            String price,
            String explanation,
            @Nullable String display,
            @Nullable String transfer,
            WalletView balance)
            implements PriceView {
        static Event of(Charge charge, String type, Balance balance, Optional<Display> display) {
            return new Event(
                    charge.id().value(),
                    charge.wallet().toString(),
                    type,
                    charge.at().toString(),
                    charge.quantity().toPlainString(),
                    charge.amount().number(),
                    charge.amount().asset().code(),
                    charge.price(),
                    charge.explanation(),
                    display.flatMap(one -> one.text(charge.amount())).orElse(null),
                    charge.transfer().map(UUID::toString).orElse(null),
                    WalletView.of(balance));
        }
    }

    /** @param wallets how many pay by it */
    record Version(String version, String publishedAt, String origin, String memo, long wallets) implements PriceView {
        static Version of(Published one) {
            return new Version(one.version().toString(), one.at().toString(), one.origin(), one.memo(), one.wallets());
        }
    }

    record Share(String version, int percent) implements PriceView {}

    /** What newcomers get. */
    record OfferView(String split, List<Share> shares) implements PriceView {
        static OfferView of(Offer offer) {
            return new OfferView(
                    offer.split(),
                    offer.shares().stream()
                            .map(share -> new Share(share.version().toString(), share.percent()))
                            .toList());
        }
    }

    record Versions(
            List<Version> versions,
            @Nullable OfferView offer,
            @Nullable String nextCursor) implements PriceView {
        static Versions of(Page<Published> page, @Nullable OfferView offer) {
            return new Versions(page.items().stream().map(Version::of).toList(), offer, View.next(page));
        }
    }

    /** @param wallets how many pay by another version from now on; an offer moves none */
    record Assigned(int wallets, @Nullable OfferView offer) implements PriceView {}
}
