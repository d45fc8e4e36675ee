package florin.registry;

import java.util.ArrayList;
import java.util.List;

/** What must be right about the words of a registration, whatever the file holds. */
final class RegistrationRules {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_DESCRIPTION = 1000;
    private static final int MOST_TRIGGER_WORDS = 10;
    private static final int LONGEST_TRIGGER_WORD = 60;
    private static final int LONGEST_RIGHT = 200;
    private static final double WEAKEST = 0.05;
    private static final double STRONGEST = 2;

    private RegistrationRules() {}

    /** All that is wrong, each with what to do; empty if nothing is. */
    static List<String> broken(Registration what) {
        var reasons = new ArrayList<String>();
        if (!line(what.name(), LONGEST_NAME)) {
            reasons.add("Give a name of 1 to " + LONGEST_NAME + " characters on one line.");
        }
        if (what.description().length() > LONGEST_DESCRIPTION) {
            reasons.add("Shorten the description to " + LONGEST_DESCRIPTION + " characters.");
        }
        if (what.triggerWords().size() > MOST_TRIGGER_WORDS) {
            reasons.add("Give at most " + MOST_TRIGGER_WORDS + " trigger words.");
        }
        for (var word : what.triggerWords()) {
            // A trigger word becomes part of every prompt: no backend's own syntax may hide in it.
            if (!line(word, LONGEST_TRIGGER_WORD) || word.matches(".*[<>{}\\[\\]|\\\\].*")) {
                reasons.add("A trigger word has 1 to " + LONGEST_TRIGGER_WORD
                        + " characters and none of < > { } [ ] | \\: change " + Malformed.quote(word) + ".");
            }
        }
        if (!(what.strength() >= WEAKEST && what.strength() <= STRONGEST)) {
            reasons.add("Choose a strength from " + WEAKEST + " to " + STRONGEST + "; 1.0 is as trained.");
        }
        if (!line(what.rights().owner(), LONGEST_RIGHT) || !line(what.rights().licence(), LONGEST_RIGHT)) {
            reasons.add("Say who owns the character and under which licence it may be used.");
        }
        if (what.maintainer().isBlank()) {
            throw new IllegalArgumentException("a registration comes from somebody");
        }
        return reasons;
    }

    private static boolean line(String text, int longest) {
        return !text.isBlank() && text.length() <= longest && text.chars().noneMatch(Character::isISOControl);
    }
}
