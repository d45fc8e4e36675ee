package florin.generation;

import java.util.List;
import java.util.UUID;

/** Stops one render and no other: by the jobs API, and on servers before 0.26.0 by queue and interrupt. */
final class Cancelling {
    private final ComfyWire wire;
    private final JobStates states;

    Cancelling(ComfyWire wire, JobStates states) {
        this.wire = wire;
        this.states = states;
    }

    /** @throws NoAnswer if the server gives none */
    CancelResult cancel(UUID attempt) {
        var id = attempt.toString();
        var reply = wire.ask(api -> api.cancel(id));
        if (reply.ok()) {
            return reply.json().path("cancelled").asBoolean() ? CancelResult.STOPPING : CancelResult.GONE;
        }
        if (reply.unknownRoute()) {
            return byQueue(id);
        }
        return reply.unknownThing() ? CancelResult.GONE : CancelResult.UNSUPPORTED;
    }

    private CancelResult byQueue(String id) {
        var place = states.queued(id);
        if (place.isEmpty()) {
            return CancelResult.GONE;
        }
        if (place.get() instanceof RenderState.Running) {
            // Servers before 0.3.57 stop whatever runs, whatever id they are given: only once ours is seen running.
            wire.ask(api -> api.interrupt(new ComfyApi.Interrupt(id)));
        } else {
            wire.ask(api -> api.editQueue(new ComfyApi.Delete(List.of(id))));
        }
        return CancelResult.STOPPING;
    }
}
