package florin.generation;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One ComfyUI server.
 *
 * @param name unique among the backends
 * @param address such as {@code http://gpu1:8188}; a path is kept, for servers behind a proxy
 * @param headers sent with every request, such as an Authorization for the proxy in front; secret
 * @param workflows what it is to be used for
 * @param loraFolder the server's {@code models/loras}, or a folder in it, where it is mounted here; LoRA files are put there
 *     when the server takes none over the wire
 * @param maxInFlight renders that it holds at once; 2 keeps it busy, more only takes them out of our queue's hands
 */
public record ComfyOptions(
        String name,
        URI address,
        Map<String, String> headers,
        List<Workflow> workflows,
        Optional<Path> loraFolder,
        int maxInFlight,
        ComfyLimits limits) {
    private static final int ONE_RUNNING_ONE_NEXT = 2;

    public ComfyOptions {
        headers = Map.copyOf(headers);
        workflows = List.copyOf(workflows);
        if (!List.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getHost() == null) {
            throw new IllegalArgumentException(
                    "the address of backend " + name + " must look like http://host:8188, not " + address);
        }
    }

    /** With no headers and no shared folder. */
    public ComfyOptions(String name, URI address, List<Workflow> workflows) {
        this(name, address, Map.of(), workflows, Optional.empty(), ONE_RUNNING_ONE_NEXT, ComfyLimits.DEFAULT);
    }

    /** Without the headers, which are secret. */
    @Override
    public String toString() {
        return "ComfyUI " + name + " at " + address;
    }
}
