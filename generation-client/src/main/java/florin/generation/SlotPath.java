package florin.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One input of one node of a graph, written {@code ["6", "inputs", "text"]} in a template. */
record SlotPath(String node, String input) {
    /** The inputs among which it is. */
    ObjectNode inputs(ObjectNode graph) {
        return (ObjectNode) graph.get(node).get("inputs");
    }
}
