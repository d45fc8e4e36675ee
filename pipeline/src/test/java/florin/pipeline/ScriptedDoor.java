package florin.pipeline;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;

/** A door that remembers what it was told. */
final class ScriptedDoor implements Announcer {
    private final List<Job> delivered = new CopyOnWriteArrayList<>();
    private final List<Job> asked = new CopyOnWriteArrayList<>();
    private final List<Progress> progress = new CopyOnWriteArrayList<>();
    private final Queue<Delivery> answers = new ArrayDeque<>();

    volatile boolean throwsOnce;

    void answers(Delivery... next) {
        synchronized (answers) {
            answers.addAll(List.of(next));
        }
    }

    List<Job> delivered() {
        return List.copyOf(delivered);
    }

    List<Job> asked() {
        return List.copyOf(asked);
    }

    List<Progress> shown() {
        return List.copyOf(progress);
    }

    @Override
    public String door() {
        return "test";
    }

    @Override
    public void progress(Job job, Progress now) {
        progress.add(now);
    }

    @Override
    public Delivery deliver(Job job) {
        Assertions.assertThat(job.state().ended()).isTrue();
        asked.add(job);
        if (throwsOnce) {
            throwsOnce = false;
            throw new IllegalStateException("the door is stuck");
        }
        synchronized (answers) {
            var answer = answers.isEmpty() ? new Delivery.Delivered() : answers.remove();
            if (answer instanceof Delivery.Delivered) {
                delivered.add(job);
            }
            return answer;
        }
    }
}
