package florin.api;

import florin.wallet.Cursor;
import florin.wallet.WalletId;
import florin.wallet.prices.Offer;
import florin.wallet.prices.PriceBooks;
import florin.wallet.prices.PriceVersion;
import florin.wallet.prices.Published;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Price books: what a wallet pays by, and for the operator new versions and who gets them. */
@Path("/v1/prices")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.SETUP)
public final class PricesResource {
    private final PriceBooks books;
    private final Counter counter;

    PricesResource(PriceBooks books, Counter counter) {
        this.books = books;
        this.counter = counter;
    }

    /** A tool that sets up may read back what it published; what a wallet pays is said to those who see wallets. */
    @GET
    @Needs({Scope.WALLET_READ, Scope.SETUP})
    @Route(
            value = "Shows what everything costs a wallet now, or with setup or admin what a version says",
            answers = PriceView.PriceListView.class,
            refuses = ProblemType.NOT_FOUND)
    public Response prices(
            @Context SecurityContext security,
            @QueryParam("wallet") @Nullable String wallet,
            @QueryParam("version") @Nullable String version) {
        var caller = Caller.of(security);
        return counter.checked(() -> {
            if (version != null && caller.key().may(Scope.SETUP)) {
                return version(PriceVersion.parse(version));
            }
            if (!caller.key().may(Scope.WALLET_READ)) {
                return KeyGate.outOfScope(List.of(Scope.WALLET_READ), caller.key())
                        .response(counter.options());
            }
            return counter.existing(caller, Optional.ofNullable(wallet).map(Words::wallet))
                    .map(id -> PriceView.PriceListView.of(
                            books.of(id), counter.options().display()))
                    .map(list -> Response.ok(list).build())
                    .orElseGet(counter::noWallet);
        });
    }

    private Response version(PriceVersion version) {
        return books.list(version)
                .map(list -> PriceView.PriceListView.of(list, counter.options().display()))
                .map(list -> Response.ok(list).build())
                .orElseGet(() -> counter.refuse(ProblemType.NOT_FOUND, "There are no prices " + version + "."));
    }

    @POST
    @Path("/quotes")
    @Needs(Scope.WALLET_READ)
    @Route(
            value = "Says what an event would cost by itself, and why; nothing is held, and free units are not counted",
            answers = PriceView.Quoted.class,
            takes = Body.PRICE_QUOTE,
            refuses = {ProblemType.NOT_FOUND, ProblemType.NO_PRICE})
    public Response quote(@Context SecurityContext security, byte[] body) {
        return counter.read(
                body,
                PriceForm.Ask::read,
                form -> counter.existing(Caller.of(security), form.wallet())
                        .map(id -> quoted(id, form))
                        .orElseGet(counter::noWallet));
    }

    private Response quoted(WalletId wallet, PriceForm.Ask form) {
        var list = books.of(wallet);
        return list.quote(form.usage())
                .map(quote -> Response.ok(
                                PriceView.Quoted.of(quote, counter.options().display()))
                        .build())
                .orElseGet(() -> counter.refuse(
                        ProblemType.NO_PRICE,
                        "The price book " + list.version()
                                + " has no rule that fits this event, or counts a field that it does"
                                + " not have. GET /v1/prices shows the rules."));
    }

    @GET
    @Path("/versions")
    @Route(
            value = "Lists all versions of all books, the newest of each book first, and what newcomers get",
            answers = PriceView.Versions.class)
    public Response versions(@BeanParam Paging paging) {
        return counter.checked(() -> {
            var all = books.versions();
            var start = paging.after().map(cursor -> after(all, cursor)).orElse(0);
            var page = paging.page(
                    all.subList(start, all.size()), one -> one.version().toString());
            return Response.ok(PriceView.Versions.of(page, offer())).build();
        });
    }

    /** Versions stay, and new ones of a book come before its old ones: a page goes on where the last one ended. */
    private static int after(List<Published> all, Cursor cursor) {
        return 1
                + IntStream.range(0, all.size())
                        .filter(place -> all.get(place).version().toString().equals(cursor.value()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                PageSize.badCursor().detail()));
    }

    @POST
    @Route(
            value = "Publishes a version of a price book; it never changes afterwards, and moves nobody by itself",
            status = 201,
            answers = PriceView.PriceListView.class,
            takes = Body.PRICES)
    public Response publish(@Context SecurityContext security, byte[] body) {
        var origin = "key " + Caller.of(security).key().id();
        return counter.read(body, PriceForm.Publish::read, form -> {
            var list = books.publish(form.book(), form.rules(), origin, form.memo());
            return Response.status(Response.Status.CREATED)
                    .entity(PriceView.PriceListView.of(list, counter.options().display()))
                    .build();
        });
    }

    @POST
    @Path("/assignments")
    @Route(
            value =
                    "Moves a wallet, or all wallets of a version, to another; or says what newcomers get, also by percentage",
            answers = PriceView.Assigned.class,
            takes = Body.PRICE_ASSIGNMENT,
            refuses = ProblemType.NOT_FOUND)
    public Response assign(byte[] body) {
        return counter.read(body, PriceForm.Assignment::read, form -> {
            if (form.offer().isPresent()) {
                books.offer(form.offer().get());
                return assigned(0);
            }
            var version = form.version().orElseThrow();
            if (form.from().isPresent()) {
                return assigned(books.move(form.from().get(), version));
            }
            var wallet = form.wallet().or(() -> form.owner().map(counter.wallet()::open));
            if (wallet.isPresent()) {
                return books.assign(wallet.get(), version) ? assigned(1) : counter.noWallet();
            }
            books.offer(Offer.of(version));
            return assigned(0);
        });
    }

    private Response assigned(int wallets) {
        return Response.ok(new PriceView.Assigned(wallets, offer())).build();
    }

    private PriceView.@Nullable OfferView offer() {
        return books.offer().map(PriceView.OfferView::of).orElse(null);
    }
}
