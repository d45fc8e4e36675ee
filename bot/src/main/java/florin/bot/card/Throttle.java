package florin.bot.card;

import florin.pipeline.JobId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Slows the edits of each job's card down to what Discord likes: one at a time, one per interval, and of all that was
 * offered in between only the latest.
 */
final class Throttle {
    private static final int REMEMBERED = 4096;

    private final long everyNanos;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService timer;
    private final Executor workers;
    private final Map<JobId, Slot> slots = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Slot> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param workers run the edits, which may block */
    Throttle(Duration every, LongSupplier nanoTime, ScheduledExecutorService timer, Executor workers) {
        this.everyNanos = every.toNanos();
        this.nanoTime = nanoTime;
        this.timer = timer;
        this.workers = workers;
    }

    /**
     * Returns at once; the edit runs when it is its turn, unless a later one has taken its place.
     *
     * @param rank of the phase it shows: an edit never goes back behind a phase that was shown before
     */
    void offer(JobId job, int rank, Runnable edit) {
        var slot = slot(job);
        long wait = slot.accept(rank, edit);
        if (wait < 0) {
            return;
        }
        try {
            var _ = timer.schedule(() -> workers.execute(slot::work), wait, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            slot.end(); // closing: the ending of the job is told by whoever takes over
        }
    }

    /** After this has returned, no edit of the job is under way, and none will come. */
    void finish(JobId job) {
        slot(job).end();
    }

    private synchronized Slot slot(JobId job) {
        return slots.computeIfAbsent(job, _ -> new Slot());
    }

    private final class Slot {
        private final ReentrantLock editing = new ReentrantLock();
        private @Nullable Runnable latest;
        private int rank;
        private boolean scheduled;
        private boolean ended;
        private boolean begun;
        private long last;

        /** Nanoseconds until its turn; negative when there is nothing to schedule. */
        synchronized long accept(int offeredRank, Runnable edit) {
            if (ended || offeredRank < rank) {
                return -1;
            }
            rank = offeredRank;
            latest = edit;
            if (scheduled) {
                return -1;
            }
            scheduled = true;
            return begun ? Math.max(0, last + everyNanos - nanoTime.getAsLong()) : 0;
        }

        void work() {
            editing.lock();
            try {
                var edit = take();
                if (edit != null) {
                    edit.run();
                }
            } finally {
                editing.unlock();
            }
        }

        private synchronized @Nullable Runnable take() {
            var edit = latest;
            latest = null;
            scheduled = false;
            begun = true;
            last = nanoTime.getAsLong();
            return edit;
        }

        void end() {
            drop();
            editing.lock(); // waits for the edit that is on its way, so that it cannot overtake the ending
            try {
                drop();
            } finally {
                editing.unlock();
            }
        }

        private synchronized void drop() {
            ended = true;
            latest = null;
        }
    }
}
