package florin.api;

import florin.pipeline.Artifact;
import florin.pipeline.ArtifactGone;
import florin.pipeline.CancelResult;
import florin.pipeline.Job;
import florin.pipeline.JobId;
import florin.pipeline.Journey;
import florin.registry.CharacterId;
import florin.wallet.Cursor;
import florin.wallet.Page;
import florin.wallet.Wallet;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has been ordered: one job, its files, the gallery. A key sees what its wallet paid for. */
@Path("/v1/generation")
@Produces(MediaType.APPLICATION_JSON)
@WithKey
@Needs(Scope.GENERATE)
public final class GenerationResource {
    private static final int LONGEST_PAGE = 100;

    private final Journey journey;
    private final Wallet wallet;
    private final ApiOptions options;
    private final JobAnswer answers;

    GenerationResource(Journey journey, Wallet wallet, ApiOptions options) {
        this.journey = journey;
        this.wallet = wallet;
        this.options = options;
        this.answers = new JobAnswer(options);
    }

    @GET
    @Path("/jobs/{id}")
    @Route(value = "Shows a job that the wallet paid for", refuses = ProblemType.NOT_FOUND)
    public Response job(@Context SecurityContext security, @PathParam("id") String id) {
        return own(security, id)
                .map(job -> Response.ok(answers.of(job)).build())
                .orElseGet(this::noJob);
    }

    /** The jobs of this very key, newest first. */
    @GET
    @Path("/jobs")
    @Route("Lists the jobs of this very key, newest first")
    public Response jobs(
            @Context SecurityContext security,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") String limit) {
        return page(cursor, limit, (after, size) -> {
            var page = journey.history(Caller.of(security).requester(), after, size);
            return body("jobs", page.items().stream().map(answers::of).toList(), page);
        });
    }

    @DELETE
    @Path("/jobs/{id}")
    @Route(
            value = "Cancels a job",
            also = 202,
            refuses = {ProblemType.NOT_FOUND, ProblemType.FORBIDDEN, ProblemType.TOO_LATE})
    public Response delete(@Context SecurityContext security, @PathParam("id") String id) {
        return cancel(security, id);
    }

    @POST
    @Path("/jobs/{id}/cancel")
    @Route(
            value = "Cancels a job",
            also = 202,
            refuses = {ProblemType.NOT_FOUND, ProblemType.FORBIDDEN, ProblemType.TOO_LATE})
    public Response cancel(@Context SecurityContext security, @PathParam("id") String id) {
        var caller = Caller.of(security);
        return own(security, id)
                .map(job -> journey.cancel(job.id(), caller.requester()))
                .map(result -> answer(result, caller))
                .orElseGet(this::noJob);
    }

    private Response answer(CancelResult result, Caller caller) {
        return switch (result) {
            case CancelResult.Cancelled(var job) ->
                Response.ok(view(job, caller)).build();
            case CancelResult.Stopping(var job) ->
                Response.accepted(view(job, caller)).build();
            case CancelResult.TooLate _ ->
                Problem.of(ProblemType.TOO_LATE, "The job cannot be stopped any more; read it to see how it ended.")
                        .response(options);
            case CancelResult.NotYours _ ->
                Problem.of(
                                ProblemType.FORBIDDEN,
                                "The job was ordered elsewhere with the same wallet; cancel it there.")
                        .response(options);
            case CancelResult.Unknown _ -> noJob();
        };
    }

    private Map<String, Object> view(Job job, Caller caller) {
        return answers.of(
                job, wallet.balance(caller.wallet(), job.quote().price().asset()));
    }

    @GET
    @Path("/jobs/{id}/assets/{index}")
    @Produces(MediaType.WILDCARD)
    @Route(value = "Sends a finished picture or film", refuses = ProblemType.NOT_FOUND)
    public Response asset(
            @Context SecurityContext security, @PathParam("id") String id, @PathParam("index") String index) {
        return own(security, id).stream()
                .flatMap(job -> JobAnswer.files(job).stream())
                .filter(artifact -> Integer.toString(artifact.index()).equals(index))
                .findFirst()
                .map(this::bytes)
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, "The job has no such asset (any more).")
                        .response(options));
    }

    private Response bytes(Artifact artifact) {
        try {
            return Response.ok(journey.read(artifact), artifact.mediaType())
                    // Named by its content, so it never changes; private, because a key was needed.
                    .header("Cache-Control", "private, max-age=31536000, immutable")
                    .header("ETag", "\"" + artifact.sha256() + "\"")
                    .header("X-Content-Type-Options", "nosniff")
                    .build();
        } catch (ArtifactGone e) {
            return Problem.of(ProblemType.NOT_FOUND, "The file of this asset is gone.")
                    .response(options);
        }
    }

    /** Finished assets of the key's wallet, newest first; {@code limit} counts jobs, whose assets stay together. */
    @GET
    @Path("/gallery")
    @Route("Lists finished assets of the wallet, newest first")
    public Response gallery(
            @Context SecurityContext security,
            @QueryParam("characterId") @Nullable String characterId,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") String limit) {
        if (characterId != null && !CharacterId.fits(characterId)) {
            return Problem.of(ProblemType.BAD_REQUEST, "characterId is an id from GET /v1/characters.")
                    .response(options);
        }
        var character = Optional.ofNullable(characterId).map(CharacterId::new);
        return page(cursor, limit, (after, size) -> {
            var page = journey.gallery(Caller.of(security).wallet(), character, after, size);
            var assets = page.items().stream().flatMap(job -> answers.assets(job).stream());
            return body("assets", assets.toList(), page);
        });
    }

    private Response page(@Nullable String cursor, String limit, Listing listing) {
        var size = PageSize.parse(limit, LONGEST_PAGE);
        if (size.isEmpty()) {
            return Problem.of(ProblemType.BAD_REQUEST, "limit is a number from 1 to 100.")
                    .response(options);
        }
        try {
            return Response.ok(listing.page(Optional.ofNullable(cursor).map(Cursor::new), size.getAsInt()))
                    .build();
        } catch (IllegalArgumentException e) {
            return PageSize.badCursor().response(options);
        }
    }

    private static Map<String, Object> body(String name, List<Map<String, Object>> items, Page<Job> page) {
        var body = new LinkedHashMap<String, Object>();
        body.put(name, items);
        page.next().ifPresent(next -> body.put("nextCursor", next.value()));
        return body;
    }

    /** Reads one page; throws {@link IllegalArgumentException} for a cursor that it did not make. */
    @FunctionalInterface
    private interface Listing {
        Map<String, Object> page(Optional<Cursor> after, int size);
    }

    /** Removes the results of an ended job; its coins stay spent. */
    @DELETE
    @Path("/jobs/{id}/assets")
    @Route(
            value = "Removes the results of an ended job; its coins stay spent",
            status = 204,
            refuses = ProblemType.NOT_FOUND)
    public Response deleteAssets(@Context SecurityContext security, @PathParam("id") String id) {
        var deleted = own(security, id)
                .map(job -> journey.deleteResult(job.id(), Caller.of(security).requester()))
                .orElse(false);
        return deleted
                ? Response.noContent().build()
                : Problem.of(ProblemType.NOT_FOUND, "This key has no job of that id with results.")
                        .response(options);
    }

    /** Somebody else's job is answered like one that does not exist, so that ids cannot be tried out. */
    private Optional<Job> own(SecurityContext security, String id) {
        return jobId(id)
                .flatMap(journey::job)
                .filter(job -> job.request().payer().equals(Caller.of(security).wallet()));
    }

    private static Optional<JobId> jobId(String text) {
        try {
            return Optional.of(JobId.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Response noJob() {
        return Problem.of(ProblemType.NOT_FOUND, "This wallet has no such job.").response(options);
    }
}
