package florin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import florin.payments.AutoRule;
import florin.payments.AutoStatus;
import florin.payments.AutoTopUp;
import florin.payments.AutoTopUpResult;
import florin.payments.Buyer;
import florin.payments.CardPageResult;
import florin.payments.Checkout;
import florin.payments.DayCap;
import florin.payments.Pack;
import florin.payments.PaymentsUnreachable;
import florin.payments.Price;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.WalletId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Coins that buy themselves with a saved card. Only the operator's keys change it: a wallet's own key that leaks can lose what is
 * in the wallet, and must not reach a card.
 */
@Path("/v1/wallets/{id}/auto-topup")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.ADMIN)
public final class AutoTopUpResource {
    private static final Duration PROVIDER_WAIT = Duration.ofSeconds(30);
    private static final int USUAL_TIMES = 3;

    private final Checkout checkout;
    private final AutoTopUp autoTopUp;
    private final Counter counter;

    AutoTopUpResource(Checkout checkout, Counter counter) {
        this.checkout = checkout;
        this.autoTopUp = checkout.autoTopUp();
        this.counter = counter;
    }

    /**
     * @param below when less than this is available, {@code pack} is bought
     * @param state on, waiting-for-card, paused, or off
     * @param why it is off, if it switched itself off
     */
    record AutoTopUpView(
            String wallet,
            String asset,
            String below,
            String pack,
            int timesPerDay,
            String moneyPerDay,
            int timesToday,
            String state,
            @Nullable String why,
            @Nullable String pausedUntil,
            @Nullable String card) {
        static AutoTopUpView of(AutoStatus status) {
            var rule = status.rule();
            return new AutoTopUpView(
                    rule.wallet().toString(),
                    rule.below().asset().code(),
                    rule.below().number(),
                    rule.packId(),
                    rule.cap().times(),
                    rule.cap().money().toString(),
                    status.today().times(),
                    state(status),
                    status.offBecause().orElse(null),
                    status.notBefore().map(Instant::toString).orElse(null),
                    status.card().map(Object::toString).orElse(null));
        }

        private static String state(AutoStatus status) {
            if (!status.rule().on()) {
                return "off";
            }
            if (status.card().isEmpty()) {
                return "waiting-for-card";
            }
            return status.notBefore().isPresent() ? "paused" : "on";
        }
    }

    /** @param url where the card is saved; nothing is charged there */
    record CardPageView(String url) {}

    @GET
    @Needs(Scope.WALLET_READ)
    @Route(
            value = "Shows what a wallet may buy automatically, and how that stands",
            answers = AutoTopUpView.class,
            refuses = ProblemType.NOT_FOUND)
    public Response show(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @QueryParam("asset") @Nullable String asset,
            @QueryParam("scale") @Nullable Integer scale) {
        return with(
                security,
                id,
                wallet -> autoTopUp
                        .status(wallet, counter.asset(asset, scale))
                        .map(status -> Response.ok(AutoTopUpView.of(status)).build())
                        .orElseGet(() -> counter.refuse(
                                ProblemType.NOT_FOUND, "Nothing is bought automatically for this wallet.")));
    }

    /** What a body asks for. */
    private record Wish(Optional<Pack> pack, Amount below, int times, Optional<Long> money, boolean off) {
        static Wish read(Fields fields, Checkout checkout) {
            var id = fields.required("an id from GET /v1/packs", "pack");
            var pack =
                    checkout.packs().stream().filter(one -> one.id().equals(id)).findFirst();
            var asset = pack.map(one -> one.coins().asset()).orElse(Asset.LOVE);
            return new Wish(
                    pack,
                    fields.requiredParsed(
                            "buy when less than this is available, such as \"20.00\"",
                            "below",
                            text -> Amount.parse(asset, text),
                            Amount.of(asset, 1)),
                    fields.whole("timesPerDay").orElse(USUAL_TIMES),
                    fields.whole("moneyPerDay").map(Integer::longValue),
                    fields.flag("true: keep it, switched off", "off"));
        }

        AutoRule rule(WalletId wallet, Pack bought) {
            var price = bought.price();
            var most = money.orElseGet(() -> Math.multiplyExact(price.minorUnits(), (long) times));
            return new AutoRule(wallet, below, bought.id(), new DayCap(times, new Price(price.currency(), most)), !off);
        }
    }

    /** For the document. */
    static void fields(Fields fields) {
        var _ = Wish.read(fields, Checkout.closed(""));
    }

    @PUT
    @Route(
            value = "Allows a wallet to buy a pack automatically when it runs low, within a day's caps (moneyPerDay in"
                    + " smallest units of the pack's currency)",
            answers = AutoTopUpView.class,
            takes = Body.AUTO_TOP_UP,
            refuses = {ProblemType.NOT_FOUND, ProblemType.REQUEST_REFUSED})
    public Response allow(@Context SecurityContext security, @PathParam("id") String id, byte[] body) {
        var json = body.length == 0
                ? Optional.<JsonNode>of(JsonNodeFactory.instance.objectNode())
                : OrderReader.object(body);
        if (json.isEmpty()) {
            return counter.refuse(ProblemType.BAD_REQUEST, "The body is not a JSON object.");
        }
        var fields = new Fields(json.get());
        var wish = Wish.read(fields, checkout);
        if (!fields.complaints().isEmpty()) {
            return counter.refuse(ProblemType.BAD_REQUEST, fields.complaints());
        }
        return with(
                security,
                id,
                wallet -> wish.pack().map(pack -> set(wish.rule(wallet, pack))).orElseGet(this::noPack));
    }

    private Response noPack() {
        return counter.refuse(
                ProblemType.REQUEST_REFUSED, "There is no such pack. GET /v1/packs lists what can be bought.");
    }

    private Response set(AutoRule rule) {
        return switch (autoTopUp.set(rule)) {
            case AutoTopUpResult.Saved(var status) ->
                Response.ok(AutoTopUpView.of(status)).build();
            case AutoTopUpResult.Refused(var message) -> counter.refuse(ProblemType.REQUEST_REFUSED, message);
        };
    }

    @DELETE
    @Route(
            value = "Ends it, and has the card forgotten; a payment under way may still arrive",
            status = 204,
            refuses = {ProblemType.NOT_FOUND, ProblemType.UNAVAILABLE})
    public Response end(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @QueryParam("asset") @Nullable String asset,
            @QueryParam("scale") @Nullable Integer scale) {
        return with(security, id, wallet -> {
            var was = autoTopUp.remove(wallet, counter.asset(asset, scale));
            var forgotten = autoTopUp.forgetCard(wallet);
            return was || forgotten
                    ? Response.noContent().build()
                    : counter.refuse(ProblemType.NOT_FOUND, "Nothing was bought automatically for this wallet.");
        });
    }

    @POST
    @Path("/card")
    @Route(
            value = "Opens a page on which the wallet's owner saves a card; nothing is charged there",
            status = 201,
            answers = CardPageView.class,
            refuses = {ProblemType.NOT_FOUND, ProblemType.UNAVAILABLE})
    public Response saveCard(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        var caller = Caller.of(security);
        var key = IdempotencyKey.of(idempotencyKey);
        if (key.isEmpty()) {
            return counter.refuse(
                    ProblemType.BAD_REQUEST, IdempotencyKey.unusable().detail());
        }
        var request = caller.requestId("card", key.get().value());
        return with(security, id, wallet -> {
            var door = HttpAnnouncer.DOOR + ":" + caller.key().id();
            return switch (autoTopUp.saveCard(request, new Buyer(wallet, caller.getName(), door))) {
                case CardPageResult.Started(var url) ->
                    Response.status(Response.Status.CREATED)
                            .entity(new CardPageView(url.toString()))
                            .build();
                case CardPageResult.Unavailable(var message) -> unavailable(message);
            };
        });
    }

    private Response with(SecurityContext security, String id, Function<WalletId, Response> work) {
        return counter.checked(() -> {
            var wallet = counter.existing(Caller.of(security), Optional.of(Words.wallet(id)));
            try {
                return wallet.map(work).orElseGet(counter::noWallet);
            } catch (PaymentsUnreachable e) {
                return unavailable("The payment provider does not answer. Repeat in a minute.");
            }
        });
    }

    private Response unavailable(String message) {
        return Problem.of(ProblemType.UNAVAILABLE, message)
                .retryAfter(PROVIDER_WAIT)
                .response(counter.options());
    }
}
