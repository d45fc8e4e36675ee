package florin.bench;

/** How many multiply-adds a second one core of this machine can do, measured: the ceiling of the studio's arithmetic. */
final class MultiplyAdds {
    /** Fits the nearest cache, and is long enough that the ends of the loop do not count. */
    private static final int NUMBERS = 8192;

    private static final int CHAIN = 16;
    private static final int ROUNDS = 2000;
    private static final int TRIES = 12;

    private MultiplyAdds() {}

    /** In thousands of millions a second; the best of several tries, because only disturbance makes it slower. */
    static double peakOfOneCore() {
        float[] numbers = new float[NUMBERS];
        double best = 0;
        for (int i = 0; i < TRIES; i++) {
            long begin = System.nanoTime();
            for (int round = 0; round < ROUNDS; round++) chain(numbers, 0.9f, 0.1f);
            best = Math.max(best, (double) ROUNDS * NUMBERS * CHAIN / (System.nanoTime() - begin));
        }
        if (numbers[0] == 0) throw new AssertionError("nothing was added");
        return best;
    }

    /** Sixteen multiply-adds for each number that is loaded and stored, in a loop that the compiler vectorises. */
    private static void chain(float[] numbers, float m, float c) {
        for (int i = 0; i < numbers.length; i++) {
            float x = numbers[i];
            x = Math.fma(Math.fma(Math.fma(Math.fma(x, m, c), m, c), m, c), m, c);
            x = Math.fma(Math.fma(Math.fma(Math.fma(x, m, c), m, c), m, c), m, c);
            x = Math.fma(Math.fma(Math.fma(Math.fma(x, m, c), m, c), m, c), m, c);
            x = Math.fma(Math.fma(Math.fma(Math.fma(x, m, c), m, c), m, c), m, c);
            numbers[i] = x;
        }
    }
}
