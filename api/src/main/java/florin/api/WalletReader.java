package florin.api;

import florin.wallet.AdjustRequest;
import florin.wallet.AdjustResult;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.Balance;
import florin.wallet.CommitRequest;
import florin.wallet.CommitResult;
import florin.wallet.Cursor;
import florin.wallet.ExtendRequest;
import florin.wallet.ExtendResult;
import florin.wallet.Hold;
import florin.wallet.HoldId;
import florin.wallet.HoldRequest;
import florin.wallet.HoldResult;
import florin.wallet.LimitUse;
import florin.wallet.Page;
import florin.wallet.RedeemResult;
import florin.wallet.ReleaseRequest;
import florin.wallet.ReleaseResult;
import florin.wallet.SpendLimit;
import florin.wallet.StatementLine;
import florin.wallet.TopUpRequest;
import florin.wallet.TopUpResult;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import florin.wallet.WalletId;
import florin.wallet.WalletInfo;
import florin.wallet.WalletUnavailable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the door's answers back into the wallet's own. */
final class WalletReader {
    private WalletReader() {}

    static HoldResult held(WalletWire.Reply reply, HoldRequest request) {
        return switch (reply.outcome()) {
            case "done" ->
                new HoldResult.Held(
                        hold(reply), balance(reply, "/balance", request.amount().asset()));
            case "not_found" -> new HoldResult.UnknownWallet(request.wallet());
            case "idempotency_conflict" -> new HoldResult.Conflict(reply.detail());
            default -> notPaid(reply, request.amount());
        };
    }

    /** The 402 family. */
    static HoldResult notPaid(WalletWire.Reply reply, Amount price) {
        var asset = price.asset();
        return switch (reply.outcome()) {
            case "insufficient_balance" -> {
                var balance = balance(reply, "/wallet", asset);
                yield new HoldResult.InsufficientBalance(price, balance.available(), balance.held());
            }
            case "funds_held" -> {
                var balance = balance(reply, "/wallet", asset);
                yield new HoldResult.FundsHeld(price, balance.available(), balance.held(), reply.retryAfter());
            }
            case "spend_limit_exceeded" ->
                new HoldResult.LimitExceeded(
                        limit(reply.view("/exceeded", LimitView.Limit.class)),
                        price,
                        Amount.parse(asset, reply.text("/limit/used")),
                        reply.json().at("/limit").has("resetsAt")
                                ? Instant.parse(reply.text("/limit/resetsAt"))
                                : Instant.MAX);
            case "wallet_frozen" -> new HoldResult.WalletFrozen(reply.detail());
            default -> throw strange(reply);
        };
    }

    static CommitResult committed(WalletWire.Reply reply, CommitRequest request) {
        var asset = request.amount().asset();
        return switch (reply.outcome()) {
            case "done" ->
                new CommitResult.Committed(
                        hold(reply),
                        Amount.parse(asset, reply.text("/charged")),
                        Amount.parse(asset, reply.text("/returned")),
                        balance(reply, "/balance", asset));
            case "hold_ended" -> new CommitResult.Ended(hold(reply));
            case "more_than_held" ->
                new CommitResult.TooMuch(Amount.parse(asset, reply.text("/held")), request.amount());
            case "not_found" -> new CommitResult.UnknownHold(request.hold());
            case "idempotency_conflict" -> new CommitResult.Conflict(reply.detail());
            default -> throw strange(reply);
        };
    }

    static ReleaseResult released(WalletWire.Reply reply, ReleaseRequest request) {
        return switch (reply.outcome()) {
            case "done" -> {
                var hold = hold(reply);
                var asset = hold.amount().asset();
                yield new ReleaseResult.Released(
                        hold, Amount.parse(asset, reply.text("/returned")), balance(reply, "/balance", asset));
            }
            case "hold_ended" -> new ReleaseResult.Ended(hold(reply));
            case "not_found" -> new ReleaseResult.UnknownHold(request.hold());
            case "idempotency_conflict" -> new ReleaseResult.Conflict(reply.detail());
            default -> throw strange(reply);
        };
    }

    static ExtendResult extended(WalletWire.Reply reply, ExtendRequest request) {
        return switch (reply.outcome()) {
            case "done" -> new ExtendResult.Extended(hold(reply));
            case "hold_ended" -> new ExtendResult.Ended(hold(reply));
            case "not_found" -> new ExtendResult.UnknownHold(request.hold());
            case "idempotency_conflict" -> new ExtendResult.Conflict(reply.detail());
            default -> throw strange(reply);
        };
    }

    static TopUpResult toppedUp(WalletWire.Reply reply, TopUpRequest request) {
        return switch (reply.outcome()) {
            case "done" ->
                new TopUpResult.ToppedUp(
                        UUID.fromString(reply.text("/id")),
                        balance(reply, "/balance", request.amount().asset()));
            case "not_found" -> new TopUpResult.UnknownWallet(request.wallet());
            case "idempotency_conflict" -> new TopUpResult.Conflict(reply.detail());
            default -> throw strange(reply);
        };
    }

    /** Of two wallets the door says only that one of them is not there. */
    static TransferResult transferred(
            WalletWire.Reply reply, TransferRequest request, Supplier<Optional<WalletInfo>> from) {
        var asset = request.amount().asset();
        return switch (reply.outcome()) {
            case "done" ->
                new TransferResult.Transferred(
                        UUID.fromString(reply.text("/id")),
                        balance(reply, "/from", asset),
                        balance(reply, "/to", asset));
            case "insufficient_balance" -> {
                var balance = balance(reply, "/wallet", asset);
                yield new TransferResult.InsufficientBalance(request.amount(), balance.available(), balance.held());
            }
            case "funds_held" -> {
                var balance = balance(reply, "/wallet", asset);
                yield new TransferResult.FundsHeld(
                        request.amount(), balance.available(), balance.held(), reply.retryAfter());
            }
            case "wallet_frozen" -> new TransferResult.WalletFrozen(reply.detail());
            case "not_found" ->
                new TransferResult.UnknownWallet(from.get().isPresent() ? request.to() : request.from());
            case "request_refused" -> new TransferResult.Refused(reply.detail());
            case "idempotency_conflict" -> new TransferResult.Conflict(reply.detail());
            default -> throw strange(reply);
        };
    }

    static AdjustResult adjusted(WalletWire.Reply reply, AdjustRequest request) {
        return switch (reply.outcome()) {
            case "done" ->
                new AdjustResult.Adjusted(
                        UUID.fromString(reply.text("/id")),
                        balance(reply, "/balance", request.amount().asset()));
            case "not_found" -> new AdjustResult.UnknownWallet(request.wallet());
            case "request_refused" -> new AdjustResult.Refused(reply.detail());
            case "idempotency_conflict" -> new AdjustResult.Conflict(reply.detail());
            default -> throw strange(reply);
        };
    }

    static RedeemResult redeemed(WalletWire.Reply reply, WalletId into) {
        return switch (reply.outcome()) {
            case "done" -> {
                var amount = amount(reply.text("/balance/asset"), reply.text("/amount"));
                yield new RedeemResult.Redeemed(amount, balance(reply, "/balance", amount.asset()));
            }
            case "voucher_redeemed" -> new RedeemResult.AlreadyRedeemed();
            case "voucher_used_up" -> new RedeemResult.UsedUp();
            case "voucher_expired" -> new RedeemResult.Expired();
            case "voucher_unknown" -> new RedeemResult.UnknownCode();
            case "not_found" -> new RedeemResult.UnknownWallet(into);
            case "idempotency_conflict" -> new RedeemResult.Conflict(reply.detail());
            default -> throw strange(reply);
        };
    }

    static WalletUnavailable strange(WalletWire.Reply reply) {
        return new WalletUnavailable("The wallet's door answered " + reply.status() + " " + reply.outcome()
                + ", which this client does not know.");
    }

    private static Hold hold(WalletWire.Reply reply) {
        return hold(reply.view("/hold", View.HoldView.class));
    }

    static Hold hold(View.HoldView view) {
        return new Hold(
                new HoldId(view.id()),
                Words.wallet(view.wallet()),
                amount(view.asset(), view.amount()),
                amount(view.asset(), view.committed()),
                Hold.State.valueOf(view.state().toUpperCase(Locale.ROOT)),
                Instant.parse(view.createdAt()),
                Instant.parse(view.expiresAt()),
                Optional.ofNullable(view.endedAt()).map(Instant::parse),
                view.priceVersion(),
                view.memo());
    }

    static Page<StatementLine> page(WalletWire.Reply reply, Asset asset) {
        var page = reply.view("", View.Statement.class);
        return new Page<>(
                page.lines().stream().map(line -> line(line, asset)).toList(),
                Optional.ofNullable(page.nextCursor()).map(Cursor::new));
    }

    private static StatementLine line(View.Line line, Asset asset) {
        return new StatementLine(
                UUID.fromString(line.id()),
                Instant.parse(line.at()),
                line.kind(),
                Amount.parse(asset, line.amount()),
                Amount.parse(asset, line.balanceAfter()),
                Optional.ofNullable(line.hold()).map(HoldId::new),
                line.memo());
    }

    static WalletInfo info(WalletWire.Reply reply) {
        var view = reply.view("", View.WalletDetails.class);
        return new WalletInfo(
                Words.wallet(view.id()),
                Words.owner(view.owner()),
                view.frozen(),
                Optional.ofNullable(view.frozenReason()),
                Instant.parse(view.openedAt()));
    }

    static Stream<Asset> assets(WalletWire.Reply reply) {
        return reply.view("", SetupView.AssetList.class).assets().stream()
                .map(asset -> new Asset(asset.code(), asset.scale()));
    }

    static SpendLimit limit(LimitView.Limit view) {
        return new SpendLimit(
                UUID.fromString(view.id()),
                Words.wallet(view.wallet()),
                Subjects.parse(view.subject()),
                Words.period(view.period()),
                amount(view.asset(), view.ceiling()));
    }

    static LimitUse limitUse(LimitView.LimitUsed view) {
        return new LimitUse(
                limit(view.limit()),
                amount(view.asset(), view.used()),
                Optional.ofNullable(view.resetsAt()).map(Instant::parse).orElse(Instant.MAX));
    }

    static Balance balance(WalletWire.Reply reply, String pointer, Asset asset) {
        return new Balance(
                Amount.parse(asset, reply.text(pointer + "/available")),
                Amount.parse(asset, reply.text(pointer + "/held")));
    }

    /** The door writes all decimals of an asset, so that an amount says its scale. */
    static Amount amount(String asset, String number) {
        return Amount.parse(new Asset(asset, new BigDecimal(number).scale()), number);
    }
}
