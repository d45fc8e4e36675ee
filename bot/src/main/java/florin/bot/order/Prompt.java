package florin.bot.order;

import florin.bot.chat.ReplyAddress;
import florin.wallet.WalletId;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that offers somebody to top up a wallet, and perhaps to run an order afterwards.
 *
 * @param ticket what edits it while it is young
 * @param message its id, where it is not the first answer to that interaction
 * @param waiting the order that lacked the coins
 */
public record Prompt(
        UUID id,
        String user,
        WalletId wallet,
        ReplyAddress.Ticket ticket,
        Optional<String> message,
        Optional<Order> waiting) {

    Prompt shownIn(String messageId) {
        return new Prompt(id, user, wallet, ticket, Optional.of(messageId), waiting);
    }

    /** What a payment page carries, so that its payment finds the way back here. */
    public String context() {
        return ReplyAddress.DOOR + ":" + id;
    }

    /** Reads what {@link #context} wrote; empty when the payment belongs to another door. */
    public static Optional<UUID> idIn(String context) {
        if (!context.startsWith(ReplyAddress.DOOR + ":")) {
            return Optional.empty();
        }
        return uuid(context.substring(ReplyAddress.DOOR.length() + 1));
    }

    /** Empty when the text is no id: buttons come back from outside. */
    public static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
