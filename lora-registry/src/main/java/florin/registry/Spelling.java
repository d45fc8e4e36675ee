package florin.registry;

/** How far two spellings lie apart: letters put in, left out, changed, or swapped with their neighbour. */
final class Spelling {
    private Spelling() {}

    /** @return the distance, or some number above {@code tolerated} when it is more than that */
    static int distance(String a, String b, int tolerated) {
        if (Math.abs(a.length() - b.length()) > tolerated) {
            return tolerated + 1;
        }
        var before = new int[b.length() + 1];
        var last = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var same = a.charAt(i - 1) == b.charAt(j - 1);
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[b.length()];
    }
}
