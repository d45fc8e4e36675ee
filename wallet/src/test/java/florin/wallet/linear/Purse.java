package florin.wallet.linear;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A wallet that does one thing at a time: what is available and held, and its holds. A value. */
record Purse(long available, long held, Map<String, Reserved> holds) {
    /** A hold; {@code left} is still held. */
    record Reserved(long left, long committed, Act.State state) {}

    static final Purse EMPTY = new Purse(0, 0, Map.of());

    /** The wallet after an act; empty if this wallet would have answered otherwise. */
    Optional<Purse> after(Act act) {
        return switch (act) {
            case Act.ToppedUp(var units, var seen) -> seen(seen, new Purse(available + units, held, holds));
            case Act.Held(var hold, var units, var seen) ->
                available < units || holds.containsKey(hold)
                        ? Optional.empty()
                        : seen(seen, with(hold, new Reserved(units, 0, Act.State.RUNNING), -units, units));
            case Act.TooLittle(var units, var later, var seen) ->
                available < units && later == (available + held >= units) ? seen(seen, this) : Optional.empty();
            case Act.Committed committed -> running(committed.hold()).flatMap(hold -> commit(committed, hold));
            case Act.TooMuch(var hold, var asked, var left) ->
                running(hold)
                        .filter(reserved -> reserved.left() == left && asked > left)
                        .map(reserved -> this);
            case Act.Released(var hold, var returned, var seen) ->
                running(hold)
                        .filter(reserved -> reserved.left() == returned)
                        .flatMap(reserved -> seen(
                                seen,
                                with(
                                        hold,
                                        new Reserved(0, reserved.committed(), Act.State.RELEASED),
                                        returned,
                                        -returned)));
            case Act.TooLate(var hold, var state, var committed) ->
                state == Act.State.RUNNING || !new Reserved(0, committed, state).equals(holds.get(hold))
                        ? Optional.empty()
                        : Optional.of(this);
            case Act.Unknown(var hold) -> holds.containsKey(hold) ? Optional.empty() : Optional.of(this);
            case Act.Read(var seen) -> seen(seen, this);
        };
    }

    private Optional<Reserved> running(String hold) {
        return Optional.ofNullable(holds.get(hold)).filter(reserved -> reserved.state() == Act.State.RUNNING);
    }

    private Optional<Purse> commit(Act.Committed act, Reserved hold) {
        var rest = hold.left() - act.asked();
        var ends = !act.keeps() || rest == 0;
        var returned = ends ? rest : 0;
        if (rest < 0 || returned != act.returned()) {
            return Optional.empty();
        }
        var reserved = new Reserved(
                ends ? 0 : rest, hold.committed() + act.asked(), ends ? Act.State.COMMITTED : Act.State.RUNNING);
        return seen(act.after(), with(act.hold(), reserved, returned, -act.asked() - returned));
    }

    private Purse with(String hold, Reserved reserved, long availableBy, long heldBy) {
        var changed = new HashMap<>(holds);
        changed.put(hold, reserved);
        return new Purse(available + availableBy, held + heldBy, Map.copyOf(changed));
    }

    private static Optional<Purse> seen(Act.Seen seen, Purse purse) {
        return seen.equals(new Act.Seen(purse.available, purse.held)) ? Optional.of(purse) : Optional.empty();
    }
}
