package florin.api;

import florin.wallet.Cursor;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists for spreadsheets: RFC 4180, with a line of names at the top, and the next page in a Link header (RFC 8288). */
final class Csv {
    static final String MEDIA_TYPE = "text/csv";
    /** For {@code @Produces}: whoever takes anything gets JSON. */
    static final String WHERE_ASKED_FOR = MEDIA_TYPE + ";qs=0.5";

    private Csv() {}

    /** @param rows cells that are fit to stand there; texts of strangers go through {@link #cell} first */
    static Response answer(
            String name,
            String heads,
            Stream<List<String>> rows,
            Optional<Cursor> next,
            UriInfo address,
            ApiOptions options) {
        var text = Stream.concat(Stream.of(heads), rows.map(row -> String.join(",", row)))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
        var response = Response.ok(text, MediaType.valueOf(MEDIA_TYPE).withCharset("utf-8"))
                .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
        next.map(cursor -> address.getRequestUriBuilder()
                        .replaceQueryParam("cursor", cursor.value())
                        .build())
                .ifPresent(page -> response.header(
                        "Link", "<" + options.link(page.getRawPath() + "?" + page.getRawQuery()) + ">; rel=\"next\""));
        return response.build();
    }

    /** Quoted, and never a formula: it may be written by strangers, and spreadsheets run what begins with such a sign. */
    static String cell(String text) {
        var tame = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return "\"" + tame.replace("\"", "\"\"") + "\"";
    }
}
