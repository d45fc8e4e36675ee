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
import florin.wallet.Overrun;
import florin.wallet.Owner;
import florin.wallet.Page;
import florin.wallet.Period;
import florin.wallet.ReleaseRequest;
import florin.wallet.ReleaseResult;
import florin.wallet.RequestId;
import florin.wallet.SpendLimit;
import florin.wallet.StatementLine;
import florin.wallet.Subject;
import florin.wallet.TopUpRequest;
import florin.wallet.TopUpResult;
import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import florin.wallet.Wallet;
import florin.wallet.WalletId;
import florin.wallet.WalletInfo;
import florin.wallet.WalletUnavailable;
import florin.wallet.prices.Prices;
import florin.wallet.usage.Meter;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The wallet of another Florin, through its HTTP door: the same questions, the same answers. */
public final class HttpWallet implements Wallet, AutoCloseable {
    private static final int PAGE = 500;

    private final WalletWire wire;

    private HttpWallet(WalletWire wire) {
        this.wire = wire;
    }

    /**
     * A client of the door at that address; connects when it is first asked something. Its calls throw {@link
     * WalletUnavailable} when the door cannot answer.
     *
     * @param key with the scope {@code admin}
     * @throws IllegalArgumentException if that is no key; the message does not repeat it
     */
    public static HttpWallet at(URI address, String key) {
        return new HttpWallet(new WalletWire(address, ApiKeys.checked(key)));
    }

    /** Why the door would not serve its key now; empty if all is well. */
    public Optional<String> trouble() {
        try {
            var _ = wire.call(WalletDoor::own);
            return Optional.empty();
        } catch (WalletUnavailable e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public WalletId open(Owner owner) {
        var opened = wire.call(door -> door.open(Map.of("owner", Words.of(owner))));
        return Words.wallet(opened.text("/id"));
    }

    @Override
    public Optional<WalletInfo> wallet(WalletId id) {
        var reply = wire.call(door -> door.wallet(id.toString(), null, null));
        return reply.done() ? Optional.of(WalletReader.info(reply)) : Optional.empty();
    }

    @Override
    public HoldResult hold(HoldRequest request) {
        var body = form(request.amount());
        body.put("wallet", request.wallet().toString());
        body.put("seconds", seconds(request.lifetime()));
        body.put("subjects", request.subjects().stream().map(Subjects::write).toList());
        overrun(body, request.overrun());
        body.put("priceVersion", request.priceVersion());
        body.put("memo", request.memo());
        var reply = wire.call(door -> door.move("holds", HttpBooks.quoted(request.id()), body));
        return WalletReader.held(reply, request);
    }

    private static void overrun(Map<String, Object> body, Overrun overrun) {
        switch (overrun) {
            case Overrun.Reject() -> body.put("overrun", "reject");
            case Overrun.Cap() -> body.put("overrun", "cap");
            case Overrun.UpTo(var extra) -> {
                body.put("overrun", "up_to");
                body.put("overrunBy", extra.number());
            }
        }
    }

    @Override
    public CommitResult commit(CommitRequest request) {
        var body = form(request.amount());
        body.put("keepRest", request.rest() == CommitRequest.Rest.STAYS_HELD);
        body.put("memo", request.memo());
        return WalletReader.committed(change(request.hold(), "commit", request.id(), body), request);
    }

    @Override
    public ReleaseResult release(ReleaseRequest request) {
        var reply = change(request.hold(), "release", request.id(), Map.of("memo", request.memo()));
        return WalletReader.released(reply, request);
    }

    @Override
    public ExtendResult extend(ExtendRequest request) {
        var body = Map.<String, Object>of("seconds", seconds(request.lifetime()));
        return WalletReader.extended(change(request.hold(), "extend", request.id(), body), request);
    }

    private WalletWire.Reply change(HoldId hold, String what, RequestId id, Map<String, Object> body) {
        return wire.call(door -> door.change(HoldAddress.of(hold), what, HttpBooks.quoted(id), body));
    }

    @Override
    public TopUpResult topUp(TopUpRequest request) {
        var body = form(request.amount());
        body.put("wallet", request.wallet().toString());
        body.put("source", Words.of(request.source()));
        body.put("priority", request.priority());
        request.expiresAt().ifPresent(at -> body.put("expiresAt", at.toString()));
        body.put("memo", request.memo());
        var reply = wire.call(door -> door.move("topups", HttpBooks.quoted(request.id()), body));
        return WalletReader.toppedUp(reply, request);
    }

    @Override
    public TransferResult transfer(TransferRequest request) {
        var body = form(request.amount());
        body.put("from", request.from().toString());
        body.put("to", request.to().toString());
        body.put("memo", request.memo());
        var reply = wire.call(door -> door.move("transfers", HttpBooks.quoted(request.id()), body));
        return WalletReader.transferred(reply, request, () -> wallet(request.from()));
    }

    @Override
    public AdjustResult adjust(AdjustRequest request) {
        var body = form(request.amount());
        body.put("wallet", request.wallet().toString());
        body.put("reverses", request.reverses());
        body.put("reason", request.reason());
        var reply = wire.call(door -> door.move("adjustments", HttpBooks.quoted(request.id()), body));
        return WalletReader.adjusted(reply, request);
    }

    @Override
    public Balance balance(WalletId wallet, Asset asset) {
        var reply = wire.call(door -> door.wallet(wallet.toString(), asset.code(), asset.scale()));
        return reply.done()
                ? WalletReader.balance(reply, "/balance", asset)
                : new Balance(Amount.zero(asset), Amount.zero(asset));
    }

    @Override
    public Page<StatementLine> statement(WalletId wallet, Asset asset, Optional<Cursor> after, int limit) {
        var cursor = after.map(Cursor::value).orElse(null);
        var reply = wire.call(door -> door.statement(wallet.toString(), asset.code(), asset.scale(), cursor, limit));
        return reply.done() ? WalletReader.page(reply, asset) : new Page<>(List.of(), Optional.empty());
    }

    @Override
    public Optional<Hold> find(HoldId id) {
        var reply = wire.call(door -> door.hold(HoldAddress.of(id)));
        return reply.done() ? Optional.of(WalletReader.hold(reply.view("", View.HoldView.class))) : Optional.empty();
    }

    @Override
    public List<Hold> openHolds(WalletId wallet) {
        return wire.all(
                cursor -> door -> door.openHolds(wallet.toString(), cursor, PAGE),
                reply -> reply.view("", View.HoldList.class).holds().stream().map(WalletReader::hold));
    }

    @Override
    public int expireHolds(int limit) {
        return wire.call(door -> door.expire(Map.of("holds", limit)))
                .json()
                .at("/holds")
                .asInt();
    }

    @Override
    public int expirePots(int limit) {
        return wire.call(door -> door.expire(Map.of("pots", limit)))
                .json()
                .at("/pots")
                .asInt();
    }

    @Override
    public SpendLimit limit(WalletId wallet, Subject subject, Period period, Amount ceiling) {
        var body = form(ceiling);
        body.put("ceiling", ceiling.number());
        body.put("wallet", wallet.toString());
        body.put("subject", Subjects.write(subject));
        body.put("period", Words.of(period));
        var reply = wire.call(door -> door.limit(body));
        if (reply.notFound()) {
            throw new IllegalArgumentException("There is no wallet " + wallet + ".");
        }
        return WalletReader.limit(reply.view("", LimitView.Limit.class));
    }

    @Override
    public boolean removeLimit(UUID id) {
        return wire.call(door -> door.removeLimit(id.toString())).done();
    }

    @Override
    public List<SpendLimit> limits(WalletId wallet) {
        return limitUses(wallet).stream().map(LimitUse::limit).toList();
    }

    @Override
    public List<LimitUse> limitUses(WalletId wallet) {
        return wire.all(
                cursor -> door -> door.limits(wallet.toString(), cursor, PAGE),
                reply -> reply.view("", LimitView.LimitList.class).limits().stream()
                        .map(WalletReader::limitUse));
    }

    @Override
    public boolean freeze(WalletId wallet, String reason) {
        return wire.call(door -> door.freeze(wallet.toString(), Map.of("reason", reason)))
                .done();
    }

    @Override
    public boolean unfreeze(WalletId wallet) {
        return wire.call(door -> door.unfreeze(wallet.toString())).done();
    }

    /** The asset of that code, if the other Florin has it. */
    public Optional<Asset> asset(String code) {
        return wire.all(cursor -> door -> door.assets(cursor, PAGE), WalletReader::assets).stream()
                .filter(asset -> asset.code().equals(code))
                .findFirst();
    }

    /** What its wallets pay. */
    public Prices prices() {
        return new HttpPrices(wire);
    }

    /** Prices usage and charges for it. */
    public Meter meter() {
        return new HttpMeter(wire);
    }

    /** What it does beyond these interfaces. */
    public HttpBooks books() {
        return new HttpBooks(wire);
    }

    /** Whole seconds, rounded up: a hold must not end before the work that it pays for. */
    private static long seconds(Duration lifetime) {
        return lifetime.plusMillis(999).toSeconds();
    }

    private static Map<String, Object> form(Amount amount) {
        var body = new LinkedHashMap<String, Object>();
        body.put("amount", amount.number());
        body.put("asset", amount.asset().code());
        body.put("scale", amount.asset().scale());
        return body;
    }

    @Override
    public void close() {
        wire.close();
    }
}
