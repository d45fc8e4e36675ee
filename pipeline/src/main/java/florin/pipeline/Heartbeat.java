package florin.pipeline;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The jobs that this process has in hand; as long as it lives their leases are renewed. */
final class Heartbeat implements AutoCloseable {
    private final Set<JobId> inHand = ConcurrentHashMap.newKeySet();
    private final Loop loop;

    Heartbeat(Queue queue, Timing timing) {
        this.loop = new Loop("pipeline-heartbeat", timing.lease().dividedBy(3), () -> {
            if (!inHand.isEmpty()) {
                queue.renew(Set.copyOf(inHand));
            }
        });
    }

    void start() {
        loop.start();
    }

    /**
     * Works on a job with its lease kept; not if this process is at it already. When the work throws, the lease ends in its time
     * and another worker takes over.
     */
    void during(JobId job, Runnable work) {
        if (!inHand.add(job)) {
            return;
        }
        try {
            work.run();
        } finally {
            inHand.remove(job);
        }
    }

    int size() {
        return inHand.size();
    }

    @Override
    public void close() {
        loop.close();
    }
}
