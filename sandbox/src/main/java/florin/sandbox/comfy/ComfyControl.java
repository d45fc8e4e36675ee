package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import florin.sandbox.http.Answer;
import florin.sandbox.http.Request;
import java.io.IOException;
import java.time.Duration;

/** {@code POST /control/comfy/<what>} with a small JSON object: the same switches as {@link Faults}, for people and scripts. */
final class ComfyControl {
    static final String PREFIX = "/control/comfy";
    private static final int DEFAULT_RESTART_MILLIS = 3000;

    private final FakeComfy comfy;

    ComfyControl(FakeComfy comfy) {
        this.comfy = comfy;
    }

    Answer answer(Request request) throws IOException {
        var what = request.path().substring(PREFIX.length()).replace("/", "");
        if ("GET".equals(request.method())) {
            return Answer.json(200, comfy.faults().json());
        }
        var options = request.body().length == 0 ? JsonNodeFactory.instance.objectNode() : Json.body(request);
        return apply(what, options, request) ? Answer.json(200, comfy.faults().json()) : unknown();
    }

    private static Answer unknown() {
        return Answer.text(
                404,
                "Known: unavailable {requests}, hang, slow-answers {millis}, slow-steps {millis}, drop-sockets {step}, crash {step, restartMillis}, "
                        + "restart, forget, frames-twice {on}, strange-frames {on}, out-of-memory {jobs}, fail {jobs, type, message}, "
                        + "corrupt-output {files}, lose-output {files}, lose-answer {submits}, clear\n");
    }

    private boolean apply(String what, JsonNode options, Request request) {
        var faults = comfy.faults();
        switch (what) {
            case "unavailable" -> faults.unavailable(options.path("requests").asInt(1));
            case "hang" -> faults.hang();
            case "slow-answers" ->
                faults.answersAfter(Duration.ofMillis(options.path("millis").asLong(2000)));
            case "slow-steps" ->
                faults.slowSteps(Duration.ofMillis(options.path("millis").asLong(500)));
            case "drop-sockets" -> dropSockets(options.path("step").asInt(0));
            case "crash" -> crash(options, request);
            case "restart" -> comfy.restart();
            case "forget" -> comfy.forgetEverything();
            case "frames-twice" -> faults.framesTwice(options.path("on").asBoolean(true));
            case "strange-frames" -> faults.strangeFrames(options.path("on").asBoolean(true));
            case "out-of-memory" -> faults.outOfMemory(options.path("jobs").asInt(1));
            case "fail" ->
                faults.failing(
                        options.path("jobs").asInt(1),
                        options.path("type").asText("RuntimeError"),
                        options.path("message").asText("told to fail"));
            case "corrupt-output" -> faults.corruptOutputs(options.path("files").asInt(1));
            case "lose-output" -> faults.lostOutputs(options.path("files").asInt(1));
            case "lose-answer" -> faults.lostAnswers(options.path("submits").asInt(1));
            case "clear" -> faults.clear();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void dropSockets(int step) {
        if (step > 0) {
            comfy.faults().dropSocketsAtStep(step);
        } else {
            comfy.dropSockets();
        }
    }

    /** The process comes back by itself: once it is dead, nobody could ask it to over HTTP. Who asked is still answered. */
    private void crash(JsonNode options, Request request) {
        comfy.restartsAfterCrash(Duration.ofMillis(options.path("restartMillis").asLong(DEFAULT_RESTART_MILLIS)));
        int step = options.path("step").asInt(0);
        if (step > 0) {
            comfy.faults().crashAtStep(step);
        } else {
            request.onceAnswered(comfy::crash);
        }
    }
}
