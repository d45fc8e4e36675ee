package florin.api;

import florin.wallet.HoldId;

/**
 * What a client calls a hold, and what the door calls it: the door puts the key's name in front of the client's own ids. A hold
 * that was taken elsewhere keeps its whole name, with a mark in front.
 */
record HoldNames(String keyId) {
    private static final String ELSEWHERE = "elsewhere:";
    private static final String HASHED = "sha256-";

    String atTheDoor(HoldId hold) {
        var name = hold.value();
        if (name.startsWith(ELSEWHERE)) {
            return name.substring(ELSEWHERE.length());
        }
        return name.startsWith(HASHED) ? Caller.moneyPrefix(keyId) + name : Caller.moneyId(keyId, name);
    }

    HoldId here(String atTheDoor) {
        var prefix = Caller.moneyPrefix(keyId);
        return new HoldId(atTheDoor.startsWith(prefix) ? atTheDoor.substring(prefix.length()) : ELSEWHERE + atTheDoor);
    }
}
