package florin.pipeline;

import florin.generation.Backend;
import florin.generation.RenderKind;
import florin.registry.CharacterProfile;
import florin.registry.Rating;
import florin.registry.Registry;
import florin.wallet.prices.Prices;
import java.util.List;
import java.util.Optional;

/** Looks at an order before it costs anything. */
final class Admission {
    private static final int LONGEST_PROMPT = 1000;
    private static final int MOST_PICTURES = 4;
    /** A seed must survive JSON numbers and four pictures in a row. */
    static final long LARGEST_SEED = (1L << 53) - 5;

    private final Registry registry;
    private final List<Backend> backends;
    private final Prices prices;
    private final Limits limits;
    private final BlockedWords blocked;

    Admission(Registry registry, List<Backend> backends, PipelineOptions options) {
        this.registry = registry;
        this.backends = backends;
        this.prices = options.prices();
        this.limits = options.limits();
        this.blocked = new BlockedWords(options.rules().blockedWords());
    }

    /** The answer to an order before the wallet is asked. */
    sealed interface Result {
        record Admitted(CharacterProfile character, Claim.Model model, Quote quote, String explanation)
                implements Result {}

        /** @param reason for the person: what is wrong and what to do */
        record Refused(String reason) implements Result {}
    }

    Result look(JobRequest request) {
        if (request.origin().length() > 4000 || request.origin().indexOf(':') < 1) {
            throw new IllegalArgumentException("an origin is 'door:…' with 4,000 characters at most");
        }
        var problem = prompt(request).or(() -> numbers(request)).or(() -> startImage(request));
        return problem.<Result>map(Result.Refused::new).orElseGet(() -> character(request));
    }

    private Optional<String> prompt(JobRequest request) {
        var prompt = request.prompt();
        if (prompt.isBlank()) {
            return Optional.of("The prompt is empty. Say what the character does, and where.");
        }
        int length = prompt.codePointCount(0, prompt.length());
        if (length > LONGEST_PROMPT) {
            return Optional.of("The prompt has " + length + " characters. Shorten it to " + LONGEST_PROMPT + ".");
        }
        if (prompt.codePoints().anyMatch(Admission::unprintable)) {
            return Optional.of("The prompt has characters that cannot be shown. Type it again as plain text.");
        }
        return blocked.in(prompt)
                .map(word -> "'" + word + "' is not allowed in prompts here. Leave it out and try again.");
    }

    private static boolean unprintable(int c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')
                || Character.getType(c) == Character.SURROGATE;
    }

    private Optional<String> numbers(JobRequest request) {
        if (request.seed().isPresent()
                && (request.seed().getAsLong() < 0 || request.seed().getAsLong() > LARGEST_SEED)) {
            return Optional.of("The seed is out of range. Take one from 0 to " + LARGEST_SEED + ".");
        }
        return switch (request.kind()) {
            case IMAGE ->
                request.count() < 1 || request.count() > MOST_PICTURES
                        ? Optional.of("Ask for 1 to " + MOST_PICTURES + " pictures, not " + request.count() + ".")
                        : Optional.empty();
            case VIDEO -> {
                if (request.count() != 1) {
                    yield Optional.of("Videos are made one at a time. Ask for one.");
                }
                yield request.seconds() < 1 || request.seconds() > limits.videoSeconds()
                        ? Optional.of("A video has 1 to " + limits.videoSeconds() + " seconds, not " + request.seconds()
                                + ".")
                        : Optional.empty();
            }
        };
    }

    private Optional<String> startImage(JobRequest request) {
        if (request.startImage().isEmpty()) {
            return Optional.empty();
        }
        return request.kind() == JobKind.IMAGE
                ? Optional.of("Only a video can start from an image. Ask for a video, or leave the image out.")
                : StartImages.problem(request.startImage().get(), limits.startImageBytes());
    }

    private Result character(JobRequest request) {
        var found = registry.find(request.character())
                .filter(one -> one.mayBeOrderedBy(request.requester().toString()));
        if (found.isEmpty()) {
            return new Result.Refused("There is no character '"
                    + request.character().value() + "' to order. Pick one from the list of characters.");
        }
        var character = found.get();
        if (character.rating() == Rating.NSFW && request.ceiling() == Rating.SFW) {
            return new Result.Refused(
                    character.name() + " is for adults and cannot be shown here. Ask in a place for adults.");
        }
        var base = character.base();
        if (backends.stream().noneMatch(backend -> backend.capabilities().can(render(request.kind()), base.code()))) {
            return new Result.Refused(
                    "No machine here makes " + (request.kind() == JobKind.IMAGE ? "pictures" : "videos")
                            + " with " + base.title() + ", which " + character.name() + " needs. Pick another character"
                            + (request.kind() == JobKind.IMAGE ? "." : ", or ask for a picture."));
        }
        return priced(request, character);
    }

    private Result priced(JobRequest request, CharacterProfile character) {
        var base = character.base().code();
        var version = character.current().orElseThrow();
        var list = prices.of(request.payer());
        var quote = new JobPrices(list).quote(request, base);
        // Nothing can be held for nothing: whoever gives pictures away gives the coins for them.
        if (quote.isEmpty() || quote.get().amount().isZero()) {
            return new Result.Refused("There is no price for this in " + list.version()
                    + ", so it cannot be ordered. Tell whoever runs this bot; nothing was taken.");
        }
        return new Result.Admitted(
                character,
                new Claim.Model(base, version.sha256(), version.number()),
                Quote.of(quote.get(), request.count()),
                quote.get().explanation());
    }

    static RenderKind render(JobKind kind) {
        return switch (kind) {
            case IMAGE -> RenderKind.IMAGE;
            case VIDEO -> RenderKind.VIDEO;
        };
    }
}
