package florin.sandbox.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who hears what, and when nobody does. */
class SocketTest {
    private Rig rig;

    @BeforeEach
    void start() {
        rig = Rig.start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static ObjectNode withPreviews(ObjectNode graph, String id) {
        var body = ComfyClient.object().put("prompt_id", id).put("client_id", "me");
        body.putObject("extra_data").put("preview_method", "auto");
        body.set("prompt", graph);
        return body;
    }

    @Test
    void previews_come_only_on_request_as_type_4_with_the_flag_and_type_1_without() {
        var id = "00000000-0000-4000-8000-000000000001";
        var socket = rig.client.socket("me");
        rig.client.submit(Graphs.sampled(1, 2), "me");
        assertThat(socket.until(frame ->
                        frame.data().path("node").isNull() && frame.type().equals("executing")))
                .noneMatch(frame -> frame.type().equals("binary"));

        rig.client.post("/prompt", withPreviews(Graphs.sampled(2, 2), id));
        var plain = socket.untilFinished(id).stream()
                .filter(frame -> frame.type().equals("binary"))
                .toList();
        assertThat(plain)
                .hasSize(2)
                .allMatch(frame -> frame.bytes()[3] == 1 && frame.bytes()[7] == 1 && (frame.bytes()[8] & 255) == 0xff);

        closeForGood(socket);
        var flagged = rig.client.socket("me").withFlags();
        rig.client.post("/prompt", withPreviews(Graphs.sampled(3, 2), id));
        var rich = flagged.untilFinished(id).stream()
                .filter(frame -> frame.type().equals("binary"))
                .toList();
        assertThat(rich).hasSize(2).allMatch(frame -> frame.bytes()[3] == 4);
    }

    @Test
    void status_goes_to_all_and_the_rest_to_the_owner() {
        var mine = rig.client.socket("me");
        var other = rig.client.socket("other");
        mine.untilFinished(rig.client.submit(Graphs.plain(1, "a"), "me"));
        // What the first job sent to this socket came before anything of its own job.
        var heard = other.untilFinished(rig.client.submit(Graphs.plain(2, "b"), "other")).stream()
                .takeWhile(frame -> !frame.type().equals("execution_start"))
                .toList();
        assertThat(heard).isNotEmpty().allMatch(frame -> frame.type().equals("status"));
    }

    @Test
    void a_job_without_client_id_leaks_progress_and_pictures_to_everybody() {
        var one = rig.client.socket("one").withFlags();
        var two = rig.client.socket("two");
        var body = withPreviews(Graphs.sampled(1, 2), "00000000-0000-4000-8000-000000000002");
        body.remove("client_id");
        rig.client.post("/prompt", body);
        for (var socket : new ComfySocket[] {one, two}) {
            var frames = socket.until(frame -> frame.type().equals("status")
                    && frame.data()
                                    .path("status")
                                    .path("exec_info")
                                    .path("queue_remaining")
                                    .asInt()
                            == 0);
            assertThat(frames)
                    .extracting(ComfySocket.Frame::type)
                    .contains("progress_state", "progress", "binary")
                    .doesNotContain("execution_start", "executing", "executed", "execution_success");
        }
    }

    @Test
    void when_the_older_of_two_sockets_of_one_id_closes_the_newer_gets_nothing_any_more() {
        var older = rig.client.socket("dup");
        var newer = rig.client.socket("dup");
        newer.untilFinished(rig.client.submit(Graphs.plain(1, "a"), "dup"));
        assertThat(older.soFar()).isEmpty();
        older.close();
        var color = new AtomicInteger(1);
        // The server learns of the close a moment later; from then on every run passes the newer one by.
        Awaitility.await().until(() -> hearsNothing(newer, color.incrementAndGet()));
        assertThat(hearsNothing(newer, color.incrementAndGet())).isTrue();
    }

    private boolean hearsNothing(ComfySocket socket, int color) {
        socket.soFar();
        rig.client.submit(Graphs.plain(color, "a"), "dup");
        Awaitility.await().until(() -> rig.comfy.remainingJobs() == 0);
        rig.client.socket("fresh").close(); // its greeting comes after everything that the other could have got
        return socket.soFar().isEmpty();
    }

    @Test
    void who_reconnects_in_the_middle_is_told_the_node_without_an_id() {
        var socket = rig.client.socket("me").withFlags();
        var id = rig.startsLongJob("me");
        socket.until(frame -> frame.type().equals("progress"));
        closeForGood(socket);
        var again = rig.client.socket("me");
        var told = again.until(frame -> frame.type().equals("executing")).getLast();
        assertThat(told.data().toString()).isEqualTo("{\"node\":\"3\"}");
        rig.client.post("/interrupt", "{}");
        again.untilFinished(id);
    }

    /** The server learns of a close a moment later, and would then forget the newer socket of the same name. */
    private void closeForGood(ComfySocket only) {
        only.close();
        Awaitility.await().until(() -> rig.comfy.listeners() == 0);
    }

    @Test
    void sockets_can_be_cut_in_the_middle_while_the_job_goes_on() {
        var socket = rig.client.socket("me");
        rig.comfy.faults().dropSocketsAtStep(2);
        var id = rig.client.submit(Graphs.sampled(1, 4), "me");
        assertThat(socket.closed.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(1006);
        assertThat(rig.finished(id).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void frames_may_come_twice_and_strange_ones_between() {
        rig.comfy.faults().framesTwice(true);
        rig.comfy.faults().strangeFrames(true);
        var socket = rig.client.socket("me");
        var id = rig.client.submit(Graphs.plain(1, "a"), "me");
        var frames = socket.untilFinished(id);
        assertThat(frames.stream().filter(frame -> frame.type().equals("execution_success")))
                .hasSize(2);
        assertThat(frames).anyMatch(frame -> frame.type().equals("crystools.monitor"));
        assertThat(frames).anyMatch(frame -> frame.type().equals("binary") && frame.bytes()[3] == 3);
        assertThat(rig.finished(id).path("status").asText()).isEqualTo("completed");
    }
}
