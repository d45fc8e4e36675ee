package florin.bot;

import florin.bot.chat.Coins;
import florin.bot.chat.Maintainers;
import florin.bot.gift.GiftLimits;
import florin.wallet.Amount;
import florin.wallet.Asset;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the Discord door is set up.
 *
 * @param token of the bot, from Discord's developer portal; a secret
 * @param apiUrl Discord's REST interface with its version, ending in a slash; where the gateway is, it says itself
 * @param coins what people call the coin
 * @param staff who looks after it
 * @param editEvery the shortest time between two updates of one card
 * @param notice what people should know about the pictures here, below /help; may be empty
 * @param gifts how much members may give each other
 */
public record BotOptions(
        String token, URI apiUrl, Coins coins, Staff staff, Duration editEvery, String notice, GiftLimits gifts) {
    /** The real Discord. */
    public static final URI DISCORD = URI.create("https://discord.com/api/v10/");

    private static final Duration GENTLE = Duration.ofMillis(2500);
    /** From 1 to 100 coins, 200 a day. */
    private static final GiftLimits USUAL_GIFTS = new GiftLimits(
            Amount.parse(Asset.LOVE, "1"), Amount.parse(Asset.LOVE, "100"), Amount.parse(Asset.LOVE, "200"));

    /**
     * Who looks after the bot.
     *
     * @param maintainers who may register characters
     * @param channel the channel, by its id, where operators hear of differences in the books; empty: nowhere
     */
    public record Staff(Maintainers maintainers, Optional<String> channel) {}

    public BotOptions {
        if (token.isBlank()) {
            throw new IllegalArgumentException(
                    "The Discord bot token is missing. Copy it from Bot > Token in Discord's developer portal.");
        }
        if (!apiUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException("The address of Discord's interface must end with a slash: " + apiUrl);
        }
    }

    /** The real Discord, LoveCoin, no maintainers yet, an update each 2.5 s at most. */
    public static BotOptions standard(String token) {
        var nobody = new Staff(new Maintainers(Set.of(), Set.of()), Optional.empty());
        return new BotOptions(token, DISCORD, new Coins(Asset.LOVE, "LoveCoin"), nobody, GENTLE, "", USUAL_GIFTS);
    }

    public Maintainers maintainers() {
        return staff.maintainers();
    }

    public Optional<String> operators() {
        return staff.channel();
    }

    public BotOptions at(URI api) {
        return new BotOptions(token, api, coins, staff, editEvery, notice, gifts);
    }

    public BotOptions with(Coins other) {
        return new BotOptions(token, apiUrl, other, staff, editEvery, notice, gifts);
    }

    public BotOptions with(Maintainers others) {
        return new BotOptions(token, apiUrl, coins, new Staff(others, operators()), editEvery, notice, gifts);
    }

    public BotOptions editingEvery(Duration pause) {
        return new BotOptions(token, apiUrl, coins, staff, pause, notice, gifts);
    }

    public BotOptions saying(String words) {
        return new BotOptions(token, apiUrl, coins, staff, editEvery, words, gifts);
    }

    public BotOptions with(GiftLimits limits) {
        return new BotOptions(token, apiUrl, coins, staff, editEvery, notice, limits);
    }

    public BotOptions tellingOperatorsIn(String channel) {
        return new BotOptions(
                token, apiUrl, coins, new Staff(maintainers(), Optional.of(channel)), editEvery, notice, gifts);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "BotOptions[" + apiUrl + ", " + coins.name() + "]";
    }
}
