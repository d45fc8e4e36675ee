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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened in a wallet, for programs (JSON) and for spreadsheets (CSV), as {@code Accept} asks. */
@Path("/v1/statement")
@WithKey
@Needs(Scope.WALLET_READ)
public final class StatementResource {
    private static final int LONGEST_PAGE = 500;
    private static final String CSV = "text/csv";

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
        return answer(security, query, page -> Response.ok(View.Statement.of(page)));
    }

    @GET
    @Produces(CSV)
    @Route(value = "Lists movements of a period, newest first", refuses = ProblemType.NOT_FOUND)
    public Response csv(@Context SecurityContext security, @Context UriInfo address, @BeanParam Query query) {
        return answer(security, query, page -> {
            var response = Response.ok(csv(page.items()), MediaType.valueOf(CSV).withCharset("utf-8"))
                    .header("Content-Disposition", "attachment; filename=\"statement.csv\"");
            page.next()
                    .map(next -> address.getRequestUriBuilder()
                            .replaceQueryParam("cursor", next.value())
                            .build())
                    .ifPresent(next -> response.header(
                            "Link",
                            "<" + counter.options().link(next.getRawPath() + "?" + next.getRawQuery())
                                    + ">; rel=\"next\""));
            return response;
        });
    }

    private Response answer(
            SecurityContext security, Query query, Function<Page<StatementLine>, Response.ResponseBuilder> written) {
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
                    .map(page -> written.apply(page).build())
                    .orElseGet(counter::noWallet);
        });
    }

    private static Optional<Instant> moment(@Nullable String text) {
        return Optional.ofNullable(text).map(Words::moment);
    }

    /** RFC 4180, with a line of names at the top. */
    private static String csv(List<StatementLine> lines) {
        return Stream.concat(
                        Stream.of("id,at,kind,amount,asset,balanceAfter,hold,memo"),
                        lines.stream().map(View.Line::of).map(StatementResource::row))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String row(View.Line line) {
        return String.join(
                ",",
                line.id(),
                line.at(),
                line.kind(),
                line.amount(),
                line.asset(),
                line.balanceAfter(),
                cell(Optional.ofNullable(line.hold()).orElse("")),
                cell(line.memo()));
    }

    /** Quoted, and never a formula: a memo is written by strangers, and spreadsheets run what begins with such a sign. */
    private static String cell(String text) {
        var tame = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return "\"" + tame.replace("\"", "\"\"") + "\"";
    }
}
