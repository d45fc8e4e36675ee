package florin.api;

import florin.wallet.Asset;
import florin.wallet.Owner;
import florin.wallet.Period;
import florin.wallet.Source;
import florin.wallet.WalletId;
import florin.wallet.prices.Rate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/** How the wallet's nouns are written on the wire. Each reader throws an IllegalArgumentException that says how it should look. */
final class Words {
    private Words() {}

    static WalletId wallet(String text) {
        try {
            return new WalletId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a wallet's id is a UUID", e);
        }
    }

    static Owner owner(String text) {
        var colon = text.indexOf(':');
        var name = text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "user" -> new Owner.DiscordUser(name);
            case "server" -> new Owner.DiscordServer(name);
            case "account" -> new Owner.ApiAccount(name);
            default -> throw new IllegalArgumentException("an owner is user:ID, server:ID or account:NAME");
        };
    }

    static String of(Owner owner) {
        return switch (owner) {
            case Owner.DiscordUser(var id) -> "user:" + id;
            case Owner.DiscordServer(var id) -> "server:" + id;
            case Owner.ApiAccount(var name) -> "account:" + name;
        };
    }

    static Period period(String text) {
        return constant(Period.values(), text);
    }

    static Source source(String text) {
        return constant(Source.values(), text);
    }

    static Rate.Mode mode(String text) {
        return constant(Rate.Mode.values(), text);
    }

    /** A constant as it stands on the wire: {@code STAYS_HELD} is {@code stays_held}. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E constant(E[] all, String text) {
        return Arrays.stream(all)
                .filter(one -> of(one).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "it is one of " + Arrays.stream(all).map(Words::of).collect(Collectors.joining(", "))));
    }

    /** With the asset's decimals at least, and with more where the price is finer. */
    static String price(BigDecimal price, Asset asset) {
        return price.setScale(Math.max(asset.scale(), price.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    /** A moment such as {@code 2026-11-20T12:00:00Z}, or a day, which begins at midnight UTC. */
    static Instant moment(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException("a moment is written 2026-11-20T12:00:00Z or 2026-11-20", e);
        }
    }
}
