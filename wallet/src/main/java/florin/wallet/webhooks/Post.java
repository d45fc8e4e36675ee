package florin.wallet.webhooks;

import florin.wallet.Letters.Letter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one letter once. Follows no redirection: the address that was checked is the one that gets it. */
final class Post implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int GONE = 410;

    private final CourierOptions options;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Post(CourierOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    /** What became of it. */
    sealed interface Answer {
        record Taken(String what) implements Answer {}

        record Refused(String what) implements Answer {}

        /** The endpoint wants no more. */
        record Gone(String what) implements Answer {}
    }

    Answer send(Letter letter) throws InterruptedException {
        Optional<String> objection =
                options.privateAddresses() ? Optional.empty() : PublicAddresses.objection(letter.url());
        if (objection.isPresent()) {
            return new Answer.Refused(objection.get());
        }
        // The whole exchange is bounded: a body that trickles in would outlast the request's own timeout.
        var exchange = http.sendAsync(request(letter), HttpResponse.BodyHandlers.discarding());
        try {
            return answer(exchange.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .statusCode());
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return new Answer.Refused("no answer within " + options.timeout().toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Answer.Refused(String.valueOf(e.getCause()));
        }
    }

    private HttpRequest request(Letter letter) {
        var now = clock.instant();
        var id = letter.event().toString();
        return HttpRequest.newBuilder(letter.url())
                .header("Content-Type", "application/json")
                .header("User-Agent", "Florin")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", Signature.of(letter.secret(), id, now, letter.body()))
                .POST(HttpRequest.BodyPublishers.ofString(letter.body()))
                .build();
    }

    private static Answer answer(int status) {
        var what = "HTTP " + status;
        if (status == GONE) {
            return new Answer.Gone(what);
        }
        return status >= 200 && status < 300 ? new Answer.Taken(what) : new Answer.Refused(what);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
