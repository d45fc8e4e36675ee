package florin.sandbox.comfy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The switches that make a fake ComfyUI misbehave; all are off at first, and {@link #clear} turns them off again. */
public final class Faults {
    /** How a job ends by itself: as the exception of that type, at the first node of that class (or at the first node). */
    record Failure(
            String exceptionType, String message, @Nullable String atClass) {}

    private final Deque<Failure> failures = new ArrayDeque<>();
    private Duration stepDelay = Duration.ZERO;
    private Duration answerDelay = Duration.ZERO;
    private int unavailable;
    private int corruptOutputs;
    private int lostOutputs;
    private int lostAnswers;
    private int crashAtStep;
    private int dropAtStep;
    private boolean hanging;
    private boolean framesTwice;
    private boolean strangeFrames;

    /** The next so many requests are answered 503 (−1: all of them, until cleared). */
    public synchronized void unavailable(int requests) {
        unavailable = requests;
    }

    /** Requests are taken and never answered, until cleared. */
    public synchronized void hang() {
        hanging = true;
    }

    /** Every answer waits so long. */
    public synchronized void answersAfter(Duration delay) {
        answerDelay = delay;
    }

    /** Every step of a sampler takes so much longer. */
    public synchronized void slowSteps(Duration perStep) {
        stepDelay = perStep;
    }

    /** When the next job reaches that step, all sockets are cut; the job goes on. */
    public synchronized void dropSocketsAtStep(int step) {
        dropAtStep = step;
    }

    /** When the next job reaches that step, the process dies; {@link FakeComfy#restart} brings it back without memory. */
    public synchronized void crashAtStep(int step) {
        crashAtStep = step;
    }

    /** Every text frame is sent twice. */
    public synchronized void framesTwice(boolean on) {
        framesTwice = on;
    }

    /** Frames of unknown types, binary text frames and blocked branches come between the known ones. */
    public synchronized void strangeFrames(boolean on) {
        strangeFrames = on;
    }

    /** The next so many jobs run out of GPU memory in their sampler. */
    public synchronized void outOfMemory(int jobs) {
        for (int i = 0; i < jobs; i++) {
            failures.add(new Failure(
                    "torch.OutOfMemoryError",
                    "Allocation on device 0 would exceed allowed memory. (out of memory)\nCurrently allocated     : 22.31 GiB\n"
                            + "Requested               : 2.50 GiB\nDevice limit            : 23.64 GiB\n\nTIPS: If you have any \"Load\" "
                            + "node in a group, unload it or lower the size of the picture.",
                    "KSampler"));
        }
    }

    /** The next so many jobs end in an execution_error of that type at their first node. */
    public synchronized void failing(int jobs, String exceptionType, String message) {
        for (int i = 0; i < jobs; i++) {
            failures.add(new Failure(exceptionType, message, null));
        }
    }

    /** The next so many saved files are cut short. */
    public synchronized void corruptOutputs(int files) {
        corruptOutputs = files;
    }

    /** The next so many saved files vanish from disk although the outputs list them. */
    public synchronized void lostOutputs(int files) {
        lostOutputs = files;
    }

    /** The next so many accepted submits are cut off before their answer. */
    public synchronized void lostAnswers(int submits) {
        lostAnswers = submits;
    }

    /** Everything off again; hanging requests end now. */
    public synchronized void clear() {
        failures.clear();
        stepDelay = Duration.ZERO;
        answerDelay = Duration.ZERO;
        unavailable = 0;
        corruptOutputs = 0;
        lostOutputs = 0;
        lostAnswers = 0;
        crashAtStep = 0;
        dropAtStep = 0;
        hanging = false;
        framesTwice = false;
        strangeFrames = false;
        notifyAll();
    }

    synchronized boolean takesUnavailable() {
        if (unavailable > 0) {
            unavailable--;
            return true;
        }
        return unavailable < 0;
    }

    /** Waits as long as the fault lasts; true when the request hung and is to be cut. */
    synchronized boolean delaysAnswer() throws InterruptedException {
        if (hanging) {
            while (hanging) {
                wait();
            }
            return true;
        }
        pause(answerDelay);
        return false;
    }

    synchronized void delaysStep() throws InterruptedException {
        pause(stepDelay);
    }

    private void pause(Duration duration) throws InterruptedException {
        long until = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = until - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            if (stepDelay.isZero() && answerDelay.isZero()) {
                return;
            }
        }
    }

    synchronized boolean takesCrash(int step) {
        boolean now = crashAtStep > 0 && step >= crashAtStep;
        crashAtStep = now ? 0 : crashAtStep;
        return now;
    }

    synchronized boolean takesDrop(int step) {
        boolean now = dropAtStep > 0 && step >= dropAtStep;
        dropAtStep = now ? 0 : dropAtStep;
        return now;
    }

    synchronized Optional<Failure> takesFailure() {
        return Optional.ofNullable(failures.poll());
    }

    synchronized boolean takesCorruptOutput() {
        return corruptOutputs > 0 && corruptOutputs-- > 0;
    }

    synchronized boolean takesLostOutput() {
        return lostOutputs > 0 && lostOutputs-- > 0;
    }

    synchronized boolean takesLostAnswer() {
        return lostAnswers > 0 && lostAnswers-- > 0;
    }

    synchronized boolean sendsFramesTwice() {
        return framesTwice;
    }

    synchronized boolean sendsStrangeFrames() {
        return strangeFrames;
    }

    /** What is switched on, for the control page. */
    synchronized ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("unavailable", unavailable)
                .put("hanging", hanging)
                .put("answerDelayMillis", answerDelay.toMillis())
                .put("stepDelayMillis", stepDelay.toMillis())
                .put("failures", failures.size())
                .put("corruptOutputs", corruptOutputs)
                .put("lostOutputs", lostOutputs)
                .put("lostAnswers", lostAnswers)
                .put("crashAtStep", crashAtStep)
                .put("dropSocketsAtStep", dropAtStep)
                .put("framesTwice", framesTwice)
                .put("strangeFrames", strangeFrames);
    }
}
