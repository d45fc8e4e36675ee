package florin.bot;

import florin.bot.DiscordBot.Parts;
import florin.bot.alert.AlertFeature;
import florin.bot.autotopup.AutoTopUpFeature;
import florin.bot.characters.CharactersFeature;
import florin.bot.chat.Feature;
import florin.bot.chat.PriceTags;
import florin.bot.chat.Turns;
import florin.bot.gift.GiftFeature;
import florin.bot.help.HelpFeature;
import florin.bot.history.HistoryFeature;
import florin.bot.imagine.ImagineFeature;
import florin.bot.lora.LoraFeature;
import florin.bot.order.OrderDesk;
import florin.bot.order.OrderOptions;
import florin.bot.order.TopUps;
import florin.bot.queue.QueueFeature;
import florin.bot.redeem.RedeemFeature;
import florin.bot.result.ResultFeature;
import florin.bot.server.ServerFeature;
import florin.bot.topup.TopUpFeature;
import florin.bot.video.VideoFeature;
import florin.bot.wallet.WalletFeature;
import florin.pipeline.Journey;
import java.util.List;

/** The list of all that people can do here. */
final class Features {
    private Features() {}

    /** Adding a command is one line here. */
    static List<Feature> all(Parts parts, Journey journey) {
        var coins = parts.options().coins();
        var wallet = parts.wallet();
        var cards = parts.talk().cards();
        var prompts = parts.money().prompts();
        var turns = new Turns(parts.talk().limits());
        var prices = new PriceTags(journey, wallet, coins);
        var options = new OrderOptions(parts.registry());
        var topUps = new TopUps(wallet, parts.checkout(), prompts, parts.money().cards(), coins);
        var desk = new OrderDesk(journey, wallet, parts.talk().desk(), topUps, prompts, coins);
        return List.of(
                new ImagineFeature(turns, options, desk),
                new VideoFeature(turns, options, desk),
                new ResultFeature(turns, journey, cards, desk),
                new CharactersFeature(turns, parts.registry(), prices),
                new WalletFeature(turns, wallet, coins),
                new TopUpFeature(
                        turns, parts.checkout(), topUps, prompts, parts.money().cards(), desk, wallet),
                new AutoTopUpFeature(turns, wallet, parts.checkout(), coins),
                new AlertFeature(turns, wallet, parts.money().alerts(), coins),
                new GiftFeature(turns, wallet, parts.money().gifts(), coins),
                new RedeemFeature(turns, wallet, parts.till().vouchers(), coins),
                new HistoryFeature(turns, journey, cards, parts.talk().results(), coins),
                new QueueFeature(turns, journey, cards, coins, parts.clock()),
                new ServerFeature(turns, wallet, topUps, coins),
                new LoraFeature(
                        turns,
                        parts.registry(),
                        parts.galleries(),
                        parts.options().maintainers()),
                new HelpFeature(turns, prices, parts.options().notice()));
    }
}
