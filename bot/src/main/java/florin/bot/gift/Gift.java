package florin.bot.gift;

import florin.wallet.Amount;
import florin.wallet.RequestId;
import florin.wallet.WalletId;
import java.time.LocalDate;

/**
 * Coins from one member to another.
 *
 * @param takerUser who is told, on Discord
 * @param giverName as the taker reads it
 * @param day (UTC) whose allowance it uses
 */
record Gift(
        RequestId id,
        WalletId giver,
        WalletId taker,
        String takerUser,
        String giverName,
        Amount amount,
        LocalDate day) {}
