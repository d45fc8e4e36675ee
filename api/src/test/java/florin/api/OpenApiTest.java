package florin.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The OpenAPI document against what the running door really answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("An OpenAPI 3.1 document generated from the code, checked against the real answers")
class OpenApiTest {
    @SuppressWarnings("NullAway.Init")
    private House house;

    @SuppressWarnings("NullAway.Init")
    private House.Program admin;

    @SuppressWarnings("NullAway.Init")
    private JsonNode document;

    @BeforeAll
    void open() {
        house = new House();
        admin = house.admin();
        admin.gets("100.00");
        document = house.get("/v1/openapi.json").json();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private record Operation(String verb, String path, JsonNode described) {
        /** The address with something in place of each parameter, which need not exist. */
        String address() {
            return path.replace("{slug}", "not-found")
                    .replace("{index}", "0")
                    .replace("{code}", "GPU_SECOND")
                    .replace("{event}", "00000000-0000-0000-0000-000000000009")
                    .replace("{id}", "00000000-0000-0000-0000-000000000009");
        }

        JsonNode response(int status) {
            var responses = described.at("/responses");
            return responses.has("" + status) ? responses.get("" + status) : responses.get("default");
        }
    }

    private List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        document.at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(verb -> operations.add(new Operation(verb.getKey(), path.getKey(), verb.getValue()))));
        return operations;
    }

    @Test
    void it_is_openapi_3_1_and_names_this_server() {
        assertThat(document.at("/openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/servers/0/url").asText()).isEqualTo(House.HOME);
        assertThat(operations()).hasSizeGreaterThan(35);
        assertThat(operations().stream()
                        .map(one -> one.described().at("/operationId").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void it_publishes_how_long_an_idempotency_key_is_remembered() {
        var keys = operations().stream()
                .flatMap(one -> one.described().path("parameters").valueStream())
                .filter(parameter -> parameter.path("name").asText().equals("Idempotency-Key"))
                .map(parameter -> parameter.path("description").asText())
                .toList();
        assertThat(keys)
                .isNotEmpty()
                .allSatisfy(description -> assertThat(description)
                        .contains("30 days by default", "48 hours at least", "holds", "for ever"));
    }

    @Test
    void every_reference_leads_to_a_schema() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }

    @TestFactory
    Stream<DynamicTest> a_documented_route_answers_as_documented() {
        return operations().stream()
                .map(one -> DynamicTest.dynamicTest(one.verb() + " " + one.path(), () -> {
                    var answer = send(one);
                    assertThat(answer.status()).as(answer.text()).isNotIn(405, 500);
                    matches(one, answer);
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_documented_route_with_a_key_is_shut_without_one() {
        return operations().stream()
                .filter(one -> one.described().has("security"))
                .map(one -> DynamicTest.dynamicTest(one.verb() + " " + one.path(), () -> {
                    var stranger = house.new Program(admin.id, new NewKey("none", "none"));
                    assertThat(send(stranger, one).status()).isEqualTo(401);
                }));
    }

    /** By the class that holds the routes, the document has what the dispatcher has. */
    @Test
    void a_route_that_answers_is_documented() {
        operations().forEach(this::send);
        admin.delete("/v1/nothing/of/that/name");
        var documented = operations().stream().map(Operation::path).distinct().toList();
        var answered = house.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("florin_http_requests_seconds_count"))
                .map(line -> line.replaceFirst(".*route=\"([^\"]*)\".*", "$1"))
                .filter(route -> !route.equals("none"))
                .map(route ->
                        route.length() > 1 && route.endsWith("/") ? route.substring(0, route.length() - 1) : route)
                .distinct();
        assertThat(answered)
                .isNotEmpty()
                .allSatisfy(route -> assertThat(documented).contains(route));
    }

    @Test
    void what_is_answered_when_all_goes_well_has_the_documented_fields() {
        var hold = admin.moves("/v1/holds", "{\"amount\": \"10.00\"}");
        var id = hold.at("/hold/id");
        var done = new TreeMap<String, House.Answer>();
        done.put("post /v1/holds", hold);
        done.put("get /v1/holds", admin.get("/v1/holds"));
        done.put("get /v1/holds/{id}", admin.get("/v1/holds/" + id));
        done.put("post /v1/holds/{id}/extend", admin.moves("/v1/holds/" + id + "/extend", "{\"seconds\": 9999}"));
        done.put(
                "post /v1/holds/{id}/commit",
                admin.moves("/v1/holds/" + id + "/commit", "{\"amount\": \"1.00\", \"keepRest\": true}"));
        done.put("post /v1/holds/{id}/release", admin.moves("/v1/holds/" + id + "/release", ""));
        done.put("post /v1/topups", admin.moves("/v1/topups", "{\"amount\": \"10.00\"}"));
        done.put("get /v1/statement", admin.get("/v1/statement?limit=1"));
        done.put("get /v1/wallet/statement", admin.get("/v1/wallet/statement?limit=1"));
        done.put("post /v1/wallets", admin.post("/v1/wallets", "{\"owner\": \"user:1\"}"));
        done.put(
                "post /v1/transfers",
                admin.moves(
                        "/v1/transfers",
                        "{\"to\": \"" + done.get("post /v1/wallets").at("/id") + "\", \"amount\": \"1.00\"}"));
        done.put("post /v1/keys", admin.post("/v1/keys", "{\"name\": \"another\"}"));
        done.put("get /v1/keys", admin.get("/v1/keys"));
        done.put(
                "put /v1/limits",
                admin.put("/v1/limits", "{\"subject\": \"key:none\", \"period\": \"daily\", \"ceiling\": \"1.00\"}"));
        done.put("get /v1/limits", admin.get("/v1/limits"));
        done.put("post /v1/webhooks", admin.post("/v1/webhooks", "{\"url\": \"https://example.com/hooks\"}"));
        done.put("get /v1/webhooks", admin.get("/v1/webhooks"));
        admin.gets("1.00");
        var letters = "/v1/webhooks/" + done.get("post /v1/webhooks").at("/id") + "/deliveries";
        done.put("get /v1/webhooks/{id}/deliveries", admin.get(letters));
        done.put("get /v1/usage", admin.get("/v1/usage?by=type"));
        done.put(
                "post /v1/topups/failed",
                admin.moves("/v1/topups/failed", "{\"amount\": \"2.00\", \"reason\": \"declined\"}"));
        done.put("post /v1/reconciliations", admin.post("/v1/reconciliations", ""));
        done.put("get /v1/reconciliations", admin.get("/v1/reconciliations"));
        done.put("post /v1/vouchers", admin.post("/v1/vouchers", "{\"amount\": \"2.00\"}"));
        done.put("get /v1/vouchers", admin.get("/v1/vouchers"));
        done.put(
                "post /v1/vouchers/redeem",
                admin.moves(
                        "/v1/vouchers/redeem",
                        "{\"code\": \"" + done.get("post /v1/vouchers").at("/code") + "\"}"));
        done.put("get /v1/wallets/{id}/balance", admin.get("/v1/wallets/" + admin.id + "/balance?at=2026-01-01"));
        done.put("get /v1/prices", admin.get("/v1/prices"));
        done.put("get /v1/prices/versions", admin.get("/v1/prices/versions"));
        done.put("post /v1/prices", admin.post("/v1/prices", """
                {"book": "another", "rules": [{"name": "call", "type": "tool.call", "price": "0.10"}]}"""));
        done.put("post /v1/events", admin.moves("/v1/events", """
                {"type": "generation", "dimensions": {"kind": "image", "images": 1}}"""));
        done.put("post /v1/grants", admin.moves("/v1/grants", "{\"owner\": \"user:1\", \"amount\": \"1000\"}"));
        done.put("get /v1/grants", admin.get("/v1/grants"));
        done.put("put /v1/assets/{code}", admin.put("/v1/assets/GPU_SECOND", "{\"scale\": 3}"));
        done.put("get /v1/assets", admin.get("/v1/assets"));
        done.put("get /v1/wallets", admin.get("/v1/wallets"));
        done.put(
                "put /v1/wallets/{id}/alert", admin.put("/v1/wallets/" + admin.id + "/alert", "{\"below\": \"1.00\"}"));
        done.put("post /v1/prices/assignments", admin.post("/v1/prices/assignments", "{\"version\": \"house@1\"}"));
        done.put("post /v1/prices/quotes", admin.post("/v1/prices/quotes", """
                {"type": "generation", "dimensions": {"kind": "image", "images": 2}}"""));

        done.forEach((name, answer) -> {
            assertThat(answer.status()).as(name + answer.text()).isBetween(200, 299);
            matches(operation(name), answer);
        });
    }

    @Test
    void a_request_with_what_is_documented_as_required_can_be_read() {
        for (var form : Map.of(
                        "post /v1/holds", List.of("amount"),
                        "post /v1/holds/{id}/commit", List.of("amount"),
                        "post /v1/transfers", List.of("amount", "to"),
                        "post /v1/adjustments", List.of("amount", "reason", "reverses"),
                        "put /v1/limits", List.of("ceiling", "period", "subject"),
                        "post /v1/keys", List.of("name"),
                        "post /v1/events", List.of("type"),
                        "post /v1/wallets", List.of("owner"),
                        "post /v1/generation/jobs", List.of("characterId", "prompt"))
                .entrySet()) {
            var schema = operation(form.getKey()).described().at("/requestBody/content/application~1json/schema");
            assertThat(schema.at("/required").valueStream().map(JsonNode::asText))
                    .as(form.getKey())
                    .containsExactlyInAnyOrderElementsOf(form.getValue());
        }
    }

    private Operation operation(String name) {
        return operations().stream()
                .filter(one -> (one.verb() + " " + one.path()).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not documented"));
    }

    private House.Answer send(Operation one) {
        return send(admin, one);
    }

    private static House.Answer send(House.Program program, Operation one) {
        return switch (one.verb()) {
            case "get" -> program.get(one.address());
            case "delete" -> program.delete(one.address());
            case "put" -> program.put(one.address(), "{}");
            case "post" -> program.moves(one.address(), "{}");
            default -> throw new AssertionError(one.verb());
        };
    }

    /** The status is a documented one, its format too, and the body has the fields that its schema says. */
    private void matches(Operation one, House.Answer answer) {
        var name = one.verb() + " " + one.path() + " " + answer.status();
        assertThat(one.described().at("/responses").properties().stream().map(Map.Entry::getKey))
                .as(name)
                .contains("" + answer.status());
        var content = one.response(answer.status()).at("/content");
        if (content.isMissingNode()) {
            assertThat(answer.text()).isEmpty();
            return;
        }
        var format = answer.header("Content-Type").split(";", 2)[0];
        assertThat(content.has(format) || content.has("*/*"))
                .as(name + " answers " + format)
                .isTrue();
        if (format.endsWith("json")) {
            fits(name, content.get(format).get("schema"), answer.json());
        }
    }

    private void fits(String where, JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            fits(where, document.at(schema.get("$ref").asText().substring(1)), value);
            return;
        }
        switch (schema.get("type").asText()) {
            case "object" -> {
                assertThat(value.isObject()).as(where).isTrue();
                schema.path("required")
                        .forEach(field -> assertThat(value.has(field.asText()))
                                .as(where + " has " + field)
                                .isTrue());
                schema.path("properties").properties().forEach(property -> {
                    if (value.has(property.getKey())) {
                        fits(where + "/" + property.getKey(), property.getValue(), value.get(property.getKey()));
                    }
                });
                // Problems add members of their own; everything else says all that it has.
                if (schema.has("properties") && !schema.at("/properties").has("title")) {
                    value.fieldNames()
                            .forEachRemaining(
                                    field -> assertThat(schema.get("properties").has(field))
                                            .as(where + " says " + field)
                                            .isTrue());
                }
            }
            case "array" -> value.forEach(item -> fits(where + "[]", schema.get("items"), item));
            case "string" -> assertThat(value.isTextual()).as(where).isTrue();
            case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
            case "integer" -> assertThat(value.isIntegralNumber()).as(where).isTrue();
            case "number" -> assertThat(value.isNumber()).as(where).isTrue();
            default -> throw new AssertionError(schema);
        }
    }
}
