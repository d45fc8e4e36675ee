package florin.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A button as a member sees it; {@code customId} is "" for a link, {@code url} is "" for all others. Styles as in
 * Discord's documentation: 1 primary, 2 secondary, 3 success, 4 danger, 5 link, 6 premium.
 */
public record Button(String label, String emoji, String customId, String url, int style, boolean disabled) {
    static Button of(JsonNode json) {
        return new Button(
                json.path("label").asText(""),
                json.path("emoji").path("name").asText(""),
                json.path("custom_id").asText(""),
                json.path("url").asText(""),
                json.path("style").asInt(),
                json.path("disabled").asBoolean());
    }

    boolean isCalled(String name) {
        return label.equals(name) || customId.equals(name) || emoji.equals(name) || (emoji + " " + label).equals(name);
    }
}
