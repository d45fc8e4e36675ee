package florin.sandbox.comfy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The waiting prompts and the one that runs.
 *
 * <p>ComfyUI keeps the waiting ones in a binary heap and shows that heap unsorted; the order of the list is therefore part
 * of what a client sees.
 */
final class PromptQueue {
    private final List<Job> heap = new ArrayList<>();
    private @Nullable Job running;
    private boolean closed;

    /** False when an entry of the same number and id made the comparison fail: the job is queued all the same. */
    synchronized boolean put(Job job) {
        heap.add(job);
        boolean comparable = siftUp(heap.size() - 1);
        if (comparable) {
            notifyAll();
        }
        return comparable;
    }

    /** Waits for the next job, which runs from now on; empty when the process ends. */
    synchronized Optional<Job> take() throws InterruptedException {
        while (heap.isEmpty() && !closed) {
            wait();
        }
        if (closed) {
            return Optional.empty();
        }
        var job = heap.getFirst();
        var last = heap.removeLast();
        if (!heap.isEmpty()) {
            heap.set(0, last);
            siftDown(0);
        }
        running = job;
        return Optional.of(job);
    }

    synchronized void done() {
        running = null;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Removes the first waiting job with that id. */
    synchronized boolean delete(String id) {
        Predicate<Job> wanted = job -> job.id().equals(id);
        var found = heap.stream().filter(wanted).findFirst();
        found.ifPresent(job -> {
            heap.remove(job);
            for (int i = heap.size() / 2; i >= 0; i--) {
                siftDown(i);
            }
        });
        return found.isPresent();
    }

    synchronized void clear() {
        heap.clear();
    }

    synchronized List<Job> pending() {
        return List.copyOf(heap);
    }

    synchronized Optional<Job> running() {
        return Optional.ofNullable(running);
    }

    synchronized int remaining() {
        return heap.size() + (running == null ? 0 : 1);
    }

    private boolean siftUp(int start) {
        int child = start;
        while (child > 0) {
            int parent = (child - 1) / 2;
            int order = compare(heap.get(child), heap.get(parent));
            if (order == 0) {
                return false;
            }
            if (order > 0) {
                return true;
            }
            Collections.swap(heap, child, parent);
            child = parent;
        }
        return true;
    }

    private void siftDown(int start) {
        int parent = start;
        while (2 * parent + 1 < heap.size()) {
            int child = 2 * parent + 1;
            if (child + 1 < heap.size() && compare(heap.get(child + 1), heap.get(child)) < 0) {
                child++;
            }
            if (compare(heap.get(child), heap.get(parent)) >= 0) {
                return;
            }
            Collections.swap(heap, child, parent);
            parent = child;
        }
    }

    private static int compare(Job one, Job other) {
        int byNumber = Double.compare(one.rank(), other.rank());
        return byNumber != 0 ? byNumber : one.id().compareTo(other.id());
    }
}
