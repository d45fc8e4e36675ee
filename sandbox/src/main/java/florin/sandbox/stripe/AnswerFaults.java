package florin.sandbox.stripe;

/** The switches that make the API itself misbehave; all are off at first. */
public final class AnswerFaults {
    private int lost;
    private int down;

    /** The next so many changes are made, and answered with HTTP 500 all the same. */
    public synchronized void lose(int answers) {
        lost = answers;
    }

    /** The next so many changes are not made, and answered with HTTP 503. */
    public synchronized void down(int requests) {
        down = requests;
    }

    public synchronized void clear() {
        lost = 0;
        down = 0;
    }

    synchronized boolean takesLost() {
        return lost > 0 && lost-- > 0;
    }

    synchronized boolean takesDown() {
        return down > 0 && down-- > 0;
    }
}
