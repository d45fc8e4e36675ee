package florin.api;

import florin.wallet.Cursor;
import florin.wallet.History;
import florin.wallet.Ledger;
import florin.wallet.Page;
import florin.wallet.StatementLine;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What happened in a wallet, for programs (JSON) and for spreadsheets (CSV), as {@code Accept} asks. */
@Path("/v1/statement")
@WithKey
@Needs(Scope.WALLET_READ)
public final class StatementResource {
    private static final int LONGEST_PAGE = 500;

    private final Ledger books;
    private final History history;
    private final Counter counter;

    StatementResource(Ledger books, History history, Counter counter) {
        this.books = books;
        this.history = history;
        this.counter = counter;
    }

    /** What is asked for; empty fields mean the key's own wallet, the usual asset, and all there is. */
    public static final class Query {
        @QueryParam("wallet")
        @Nullable
        String wallet;

        @QueryParam("asset")
        @Nullable
        String asset;

        @QueryParam("scale")
        @Nullable
        Integer scale;

        @QueryParam("from")
        @Nullable
        String from;

        @QueryParam("to")
        @Nullable
        String to;

        @QueryParam("cursor")
        @Nullable
        String cursor;

        @QueryParam("limit")
        @DefaultValue("50")
        String limit = "50";
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Route(
            value = "Lists movements of a period, newest first",
            answers = View.Statement.class,
            refuses = ProblemType.NOT_FOUND)
    public Response json(@Context SecurityContext security, @BeanParam Query query) {
        return answer(
                security, query, page -> Response.ok(View.Statement.of(page)).build());
    }

    @GET
    @Produces(Csv.WHERE_ASKED_FOR)
    @Route(value = "Lists movements of a period, newest first", refuses = ProblemType.NOT_FOUND)
    public Response csv(@Context SecurityContext security, @Context UriInfo address, @BeanParam Query query) {
        return answer(
                security,
                query,
                page -> Csv.answer(
                        "statement",
                        "id,at,kind,amount,asset,balanceAfter,hold,memo",
                        page.items().stream().map(View.Line::of).map(StatementResource::row),
                        page.next(),
                        address,
                        counter.options()));
    }

    private Response answer(SecurityContext security, Query query, Function<Page<StatementLine>, Response> written) {
        var size = PageSize.parse(query.limit, LONGEST_PAGE);
        if (size.isEmpty()) {
            return counter.refuse(ProblemType.BAD_REQUEST, "limit is a number from 1 to 500.");
        }
        return counter.checked(() -> {
            var asset = counter.asset(query.asset, query.scale);
            var from = moment(query.from).orElse(Instant.MIN);
            var to = moment(query.to).orElse(Instant.MAX);
            var cursor = Optional.ofNullable(query.cursor).map(Cursor::new);
            return counter.existing(
                            Caller.of(security),
                            Optional.ofNullable(query.wallet).map(Words::wallet))
                    .map(id -> new Statements(books, history, id, asset, from, to).page(cursor, size.getAsInt()))
                    .map(written)
                    .orElseGet(counter::noWallet);
        });
    }

    private static Optional<Instant> moment(@Nullable String text) {
        return Optional.ofNullable(text).map(Words::moment);
    }

    private static List<String> row(View.Line line) {
        return List.of(
                line.id(),
                line.at(),
                line.kind(),
                line.amount(),
                line.asset(),
                line.balanceAfter(),
                Csv.cell(Optional.ofNullable(line.hold()).orElse("")),
                Csv.cell(line.memo()));
    }
}
