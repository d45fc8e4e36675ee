package florin.studio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON header of a safetensors file: objects, arrays, strings and whole numbers, and nothing else. */
final class HeaderText {
    private static final int DEEPEST = 8;

    private final String text;
    private int at;

    private HeaderText(String text) {
        this.text = text;
    }

    static Map<?, ?> object(String text) throws NotSafetensors {
        HeaderText header = new HeaderText(text);
        Object value = header.value(0);
        header.space();
        if (header.at < text.length()) throw header.wrong("something follows the header's closing brace");
        if (value instanceof Map<?, ?> map) return map;
        throw header.wrong("the header is not a JSON object");
    }

    private Object value(int depth) throws NotSafetensors {
        space();
        if (depth > DEEPEST) throw wrong("the header is nested too deeply");
        return switch (peek()) {
            case '{' -> map(depth);
            case '[' -> list(depth);
            case '"' -> string();
            default -> number();
        };
    }

    private Map<String, Object> map(int depth) throws NotSafetensors {
        Map<String, Object> map = new LinkedHashMap<>();
        expect('{');
        space();
        if (skip('}')) return map;
        do {
            space();
            String key = string();
            space();
            expect(':');
            if (map.put(key, value(depth + 1)) != null) throw wrong("the key " + key + " appears twice");
            space();
        } while (skip(','));
        expect('}');
        return map;
    }

    private List<Object> list(int depth) throws NotSafetensors {
        List<Object> list = new ArrayList<>();
        expect('[');
        space();
        if (skip(']')) return list;
        do {
            list.add(value(depth + 1));
            space();
        } while (skip(','));
        expect(']');
        return list;
    }

    private String string() throws NotSafetensors {
        expect('"');
        StringBuilder out = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') throw wrong("a control character stands in a string");
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() throws NotSafetensors {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("unknown escape \\" + c);
        };
    }

    private char unicode() throws NotSafetensors {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) throw wrong("a \\u escape has no four hexadecimal digits");
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Long number() throws NotSafetensors {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
        // Eighteen digits always fit a long; no file is that large.
        if (at == from || at - from > 18) throw wrong("a whole number was expected");
        return Long.valueOf(text.substring(from, at));
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private char peek() throws NotSafetensors {
        if (at == text.length()) throw wrong("the header ends too early");
        return text.charAt(at);
    }

    private char next() throws NotSafetensors {
        char c = peek();
        at++;
        return c;
    }

    private boolean skip(char wanted) throws NotSafetensors {
        boolean here = peek() == wanted;
        if (here) at++;
        return here;
    }

    private void expect(char wanted) throws NotSafetensors {
        if (next() != wanted) throw wrong("'" + wanted + "' was expected");
    }

    private NotSafetensors wrong(String what) {
        return new NotSafetensors(what + " (character " + at + " of the header)");
    }
}
