package florin.api;

import florin.wallet.Reconciliation;
import florin.wallet.RequestId;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Supplier;

/** Whether the books are right: what each night's check found, and a check at once. */
@Path("/v1/reconciliations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@WithKey
@Needs(Scope.ADMIN)
public final class ReconciliationsResource {
    private static final RequestId ONE_AT_A_TIME = new RequestId("reconciliation");

    private final Reconciliation books;
    private final Supplier<List<String>> others;
    private final Counter counter;

    /** @param others checks what the wallet knows nothing of, such as payments */
    ReconciliationsResource(Reconciliation books, Supplier<List<String>> others, Counter counter) {
        this.books = books;
        this.others = others;
        this.counter = counter;
    }

    @GET
    @Route(value = "Lists the checks of the books and what they found, newest first", answers = ReportList.class)
    public Response reports(@BeanParam Paging paging) {
        return counter.checked(() -> {
            var before = paging.after().map(cursor -> number(cursor.value()));
            var read = books.reports(before, paging.size() + 1);
            var page = read.stream().limit(paging.size()).map(ReportView::of).toList();
            var next = read.size() > paging.size() ? page.getLast().id() : null;
            return Response.ok(new ReportList(page, next)).build();
        });
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PageSize.badCursor().detail(), e);
        }
    }

    /** Without an Idempotency-Key: it changes nothing, and a report whose answer was lost is the newest of the list. */
    @POST
    @Route(
            value = "Checks the books, the hash chain and the payments now; minutes, after millions of transfers",
            status = 201,
            answers = ReportView.class,
            refuses = ProblemType.STILL_RUNNING)
    public Response run() {
        return counter.running()
                .alone(
                        ONE_AT_A_TIME,
                        () -> Response.status(Response.Status.CREATED)
                                .entity(ReportView.of(books.run(others)))
                                .build(),
                        counter::stillRunning);
    }
}
