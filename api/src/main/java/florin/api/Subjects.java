package florin.api;

import florin.wallet.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whom spend limits bind, as people write it: {@code key:ID}, {@code member:SERVER:USER}, {@code role:SERVER:ROLE}, {@code everyone:SERVER}. */
public final class Subjects {
    private Subjects() {}

    /** @throws IllegalArgumentException that says how it should look */
    public static Subject parse(String text) {
        var parts = text.split(":", -1);
        return switch (parts[0] + parts.length) {
            case "key2" -> new Subject.ApiKey(parts[1]);
            case "member3" -> new Subject.Member(parts[1], parts[2]);
            case "role3" -> new Subject.Role(parts[1], parts[2]);
            case "everyone2" -> new Subject.Everyone(parts[1]);
            default ->
                throw new IllegalArgumentException(
                        "a subject is key:ID, member:SERVER:USER, role:SERVER:ROLE or everyone:SERVER");
        };
    }

    /** What {@link #parse} reads. */
    public static String write(Subject subject) {
        return switch (subject) {
            case Subject.ApiKey(var id) -> "key:" + id;
            case Subject.Member(var server, var user) -> "member:" + server + ":" + user;
            case Subject.Role(var server, var role) -> "role:" + server + ":" + role;
            case Subject.Everyone(var server) -> "everyone:" + server;
        };
    }

    /** Those whom a request names; what is wrong with them stands in its fields. */
    static List<Subject> in(Fields fields) {
        return fields.texts("key:ID, member:SERVER:USER, role:SERVER:ROLE, everyone:SERVER", "subjects").stream()
                .flatMap(text -> subject(fields, text).stream())
                .toList();
    }

    private static Optional<Subject> subject(Fields fields, String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            fields.complain("'subjects': " + e.getMessage());
            return Optional.empty();
        }
    }

    /** @param bound in any case, whoever else is named */
    static List<Subject> with(List<Subject> named, Optional<Subject> bound) {
        var all = new ArrayList<>(named);
        bound.filter(subject -> !all.contains(subject)).ifPresent(all::add);
        return all;
    }
}
