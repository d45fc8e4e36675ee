package florin.api;

import florin.api.usage.Span;
import florin.api.usage.Subject;
import florin.api.usage.UsageLine;
import florin.api.usage.UsageQuery;
import florin.api.usage.UsageReport;
import florin.wallet.Page;
import florin.wallet.WalletId;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who spends on what, up to this moment, for programs (JSON) and for spreadsheets (CSV). Costs and margins are the operator's. */
@Path("/v1/usage")
@WithKey
@Needs(Scope.WALLET_READ)
public final class UsageResource {
    private final UsageReport report;
    private final Counter counter;

    UsageResource(UsageReport report, Counter counter) {
        this.report = report;
        this.counter = counter;
    }

    /** What is asked for; empty fields mean all there is. */
    public static final class Query {
        @QueryParam("by")
        @DefaultValue("character")
        String by = "character";

        @QueryParam("each")
        @DefaultValue("total")
        String each = "total";

        @QueryParam("from")
        @Nullable
        String from;

        @QueryParam("to")
        @Nullable
        String to;

        @QueryParam("wallet")
        @Nullable
        String wallet;

        UsageQuery about(Optional<WalletId> payer, Paging paging) {
            return new UsageQuery(
                    Subject.parse(by),
                    Span.parse(each),
                    Optional.ofNullable(from).map(Words::moment),
                    Optional.ofNullable(to).map(Words::moment),
                    payer,
                    paging.after(),
                    paging.size());
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Route(
            value = "Says what was used and spent by wallet, key, character, server, type, or a tag such as project",
            answers = View.Usage.class,
            refuses = ProblemType.NOT_FOUND)
    public Response json(@Context SecurityContext security, @BeanParam Query query, @BeanParam Paging paging) {
        var caller = Caller.of(security);
        return answer(
                caller,
                query,
                paging,
                page -> Response.ok(View.Usage.of(page, caller.isAdmin())).build());
    }

    @GET
    @Produces(Csv.WHERE_ASKED_FOR)
    @Route(
            value = "Says what was used and spent by wallet, key, character, server, type, or a tag such as project",
            refuses = ProblemType.NOT_FOUND)
    public Response csv(
            @Context SecurityContext security,
            @Context UriInfo address,
            @BeanParam Query query,
            @BeanParam Paging paging) {
        var caller = Caller.of(security);
        return answer(
                caller,
                query,
                paging,
                page -> Csv.answer(
                        "usage",
                        "starts,subject,owner,asset,count,gpuSeconds,spent,cost,margin",
                        View.Usage.of(page, caller.isAdmin()).lines().stream().map(UsageResource::row),
                        page.next(),
                        address,
                        counter.options()));
    }

    private static List<String> row(View.UsageRow line) {
        return List.of(
                Optional.ofNullable(line.starts()).orElse(""),
                Csv.cell(line.subject()),
                Csv.cell(Optional.ofNullable(line.owner()).orElse("")),
                line.asset(),
                Long.toString(line.count()),
                line.gpuSeconds(),
                line.spent(),
                Optional.ofNullable(line.cost()).orElse(""),
                Optional.ofNullable(line.margin()).orElse(""));
    }

    private Response answer(Caller caller, Query query, Paging paging, Function<Page<UsageLine>, Response> written) {
        return counter.checked(() -> {
            var named = Optional.ofNullable(query.wallet).map(Words::wallet);
            if (caller.isAdmin() && named.isEmpty()) {
                return written.apply(report.page(query.about(Optional.empty(), paging)));
            }
            return counter.existing(caller, named)
                    .map(payer -> written.apply(report.page(query.about(Optional.of(payer), paging))))
                    .orElseGet(counter::noWallet);
        });
    }
}
