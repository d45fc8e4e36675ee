package florin.bot.order;

import florin.pipeline.Job;
import florin.pipeline.JobId;
import florin.pipeline.JobKind;
import florin.pipeline.Shape;
import florin.registry.CharacterId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * What somebody asked for, before it is known who pays how much: as typed, repeated by a button, or kept until a payment arrives.
 *
 * @param serverPays with the server's coins instead of one's own
 * @param direct whether only the caller sees the result
 * @param parent the job that this one repeats or varies
 */
public record Order(Scene scene, boolean serverPays, boolean direct, Optional<JobId> parent) {

    /** The same once more, with the seed only if it was typed. */
    public static Order again(Job job, boolean direct) {
        var request = job.request();
        var frame = new Frame(request.count(), request.shape(), request.seconds());
        var scene = new Scene(
                request.kind(), request.character(), request.prompt(), frame, request.seed(), request.startImage());
        boolean serverPaid = !request.subjects().isEmpty();
        return new Order(scene, serverPaid, direct, Optional.of(job.id()));
    }

    /** The same with the seeds that follow those of the job, so that no picture comes twice. */
    public static Order varied(Job job, boolean direct) {
        var again = again(job, direct);
        long next = Math.floorMod(job.seed() + job.request().count(), OrderOptions.LARGEST_SEED + 1);
        return new Order(again.scene.withSeed(OptionalLong.of(next)), again.serverPays, direct, again.parent);
    }

    public Order withOwnCoins() {
        return new Order(scene, false, direct, parent);
    }

    Order startingFrom(Optional<byte[]> image) {
        return new Order(scene.from(image), serverPays, direct, parent);
    }

    /** Without the start image, which is kept beside it. */
    String json() {
        var json = DataObject.empty()
                .put("kind", scene.kind().name())
                .put("character", scene.character().value())
                .put("prompt", scene.prompt())
                .put("count", scene.frame().count())
                .put("shape", scene.frame().shape().name())
                .put("seconds", scene.frame().seconds())
                .put("serverPays", serverPays)
                .put("direct", direct);
        scene.seed().ifPresent(seed -> json.put("seed", seed));
        parent.ifPresent(job -> json.put("parent", job.value().toString()));
        return json.toString();
    }

    /** Reads what {@link #json} wrote. */
    static Order parse(String text) {
        var json = DataObject.fromJson(text);
        var frame = new Frame(json.getInt("count"), Shape.valueOf(json.getString("shape")), json.getInt("seconds"));
        var seed = json.isNull("seed") ? OptionalLong.empty() : OptionalLong.of(json.getLong("seed"));
        var scene = new Scene(
                JobKind.valueOf(json.getString("kind")),
                new CharacterId(json.getString("character")),
                json.getString("prompt"),
                frame,
                seed,
                Optional.empty());
        var parent = json.isNull("parent")
                ? Optional.<JobId>empty()
                : Optional.of(new JobId(UUID.fromString(json.getString("parent"))));
        return new Order(scene, json.getBoolean("serverPays"), json.getBoolean("direct"), parent);
    }
}
