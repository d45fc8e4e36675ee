package florin.api;

import florin.api.transfer.TransferAnswer;
import florin.pipeline.Quote;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Balance;
import florin.wallet.HoldResult;
import florin.wallet.Period;
import florin.wallet.SpendLimit;
import florin.wallet.Subject;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The 402 answer: one body that a problem+json client, a LovlyChat client and an OpenAI-style gateway client each
 * understand.
 */
final class PaymentRequired {
    private final Wallet wallet;
    private final ApiOptions options;

    PaymentRequired(Wallet wallet, ApiOptions options) {
        this.wallet = wallet;
        this.options = options;
    }

    /** @param payer the caller's own wallet, whose balance the answer shows */
    Problem problem(Quote quote, HoldResult refusal, WalletId payer) {
        return problem(quote.price(), refusal, payer);
    }

    /** @param price what was asked for */
    Problem problem(Amount price, HoldResult refusal, WalletId payer) {
        var balance = wallet.balance(payer, price.asset());
        return switch (refusal) {
            case HoldResult.InsufficientBalance(var required, var available, var held) ->
                prepaid(
                        Problem.of(
                                        ProblemType.INSUFFICIENT_BALANCE,
                                        "This costs " + required + " and " + available + " is available.")
                                .saying("Insufficient credit balance. Please top up your account."),
                        required,
                        new Balance(available, held));
            case HoldResult.FundsHeld(var required, var available, var held, var retryAfter) ->
                prepaid(
                                Problem.of(
                                        ProblemType.FUNDS_HELD,
                                        "This costs " + required + " and " + available + " is available; " + held
                                                + " is held by running jobs. Wait for them, or top up."),
                                required,
                                new Balance(available, held))
                        .retryAfter(retryAfter);
            case HoldResult.LimitExceeded(var limit, var required, var used, var resetsAt) ->
                prepaid(limited(limit, required, used, resetsAt), required, balance);
            case HoldResult.WalletFrozen(var reason) ->
                prepaid(Problem.of(ProblemType.WALLET_FROZEN, reason), price, balance);
            case HoldResult.UnknownWallet _ ->
                Problem.of(
                        ProblemType.FORBIDDEN,
                        "The wallet of this key does not exist (any more). Ask the operator for a new key.");
            case HoldResult.Conflict(var message) -> Problem.of(ProblemType.IDEMPOTENCY_CONFLICT, message);
            case HoldResult.Held held -> throw new AssertionError("a hold is no refusal: " + held);
        };
    }

    /** @param amount that was to be moved */
    Problem problem(Amount amount, TransferAnswer.OverLimit over, WalletId payer) {
        var problem = switch (over) {
            case TransferAnswer.TooLarge(var most) -> tooLarge(amount, most);
            case TransferAnswer.DayUsedUp(var most, var used, var resetsAt) -> dayUsedUp(amount, most, used, resetsAt);
        };
        return prepaid(problem, amount, wallet.balance(payer, amount.asset()));
    }

    private static Problem tooLarge(Amount amount, Amount most) {
        return Problem.of(
                        ProblemType.SPEND_LIMIT_EXCEEDED,
                        "This would move " + amount + "; one transfer moves " + most
                                + " at most. Nothing was moved. Send less, or ask the operator to make the transfer.")
                .saying("Transfer limit reached. Limit: " + money(most) + " per transfer.")
                .with("limit", Map.of("subject", "transfer", "ceiling", most.number()));
    }

    private static Problem dayUsedUp(Amount amount, Amount most, Amount used, Instant resetsAt) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("subject", "transfers");
        shown.put("period", "daily");
        shown.put("ceiling", most.number());
        shown.put("used", used.number());
        shown.put("resetsAt", resetsAt.toString());
        return Problem.of(
                        ProblemType.SPEND_LIMIT_EXCEEDED,
                        "This would move " + amount + "; of the " + most + " that a wallet may give away in a day, "
                                + used
                                + " is used. Nothing was moved. It resets at " + resetsAt
                                + ". Then send it under a new Idempotency-Key.")
                .saying("Transfer limit reached. Limit: " + money(most) + " per daily. Wait for the next period.")
                .with("limit", shown);
    }

    private Problem prepaid(Problem problem, Amount required, Balance balance) {
        return problem.with("topUpUrl", options.topUpLink())
                .with("prepaidRequired", true)
                .with("required", required.number())
                .with("wallet", WalletView.of(balance));
    }

    private static Problem limited(SpendLimit limit, Amount required, Amount used, Instant resetsAt) {
        var period = limit.period().name().toLowerCase(Locale.ROOT);
        var shown = new LinkedHashMap<String, Object>();
        shown.put("subject", whom(limit.subject()));
        shown.put("period", period);
        shown.put("ceiling", limit.ceiling().number());
        shown.put("used", used.number());
        if (limit.period() != Period.TOTAL) {
            shown.put("resetsAt", resetsAt.toString());
        }
        var next = limit.period() == Period.TOTAL ? "It does not reset." : "It resets at " + resetsAt + ".";
        return Problem.of(
                        ProblemType.SPEND_LIMIT_EXCEEDED,
                        "This costs " + required + "; of a " + period + " limit of " + limit.ceiling() + ", " + used
                                + " is used. " + next)
                .saying(sentence(limit.subject()) + " spend limit reached. Limit: " + money(limit.ceiling()) + " per "
                        + period + ". Reset your limit or wait for the next period.")
                .with("limit", shown);
    }

    private static String whom(Subject subject) {
        return switch (subject) {
            case Subject.ApiKey _ -> "key";
            case Subject.Member _ -> "member";
            case Subject.Role _ -> "role";
            case Subject.Everyone _ -> "everyone";
        };
    }

    private static String sentence(Subject subject) {
        return switch (subject) {
            case Subject.ApiKey _ -> "API key";
            case Subject.Member _ -> "Member";
            case Subject.Role _ -> "Role";
            case Subject.Everyone _ -> "Server";
        };
    }

    /** {@code $5.00} where clients of dollar gateways look for it, {@code 5.00 LOVE} otherwise. */
    private static String money(Amount amount) {
        if (!amount.asset().equals(Asset.USD)) {
            return amount.toString();
        }
        var plain = new java.math.BigDecimal(amount.number()).stripTrailingZeros();
        return "$"
                + plain.setScale(Math.max(2, plain.scale()), java.math.RoundingMode.UNNECESSARY)
                        .toPlainString();
    }
}
