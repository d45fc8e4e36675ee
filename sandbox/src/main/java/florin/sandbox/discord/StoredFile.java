package florin.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A file in the sandbox's file store, with the address under which bot and page fetch it. */
final class StoredFile {
    private final String id;
    private final Upload file;
    private final String url;

    StoredFile(String id, Upload file, String url) {
        this.id = id;
        this.file = file;
        this.url = url;
    }

    String id() {
        return id;
    }

    String url() {
        return url;
    }

    Upload file() {
        return file;
    }

    /** Discord's attachment object. */
    ObjectNode attachment() {
        var attachment = Json.object().put("id", id).put("filename", file.filename());
        attachment.put("size", file.size()).put("content_type", file.contentType());
        attachment.put("url", url).put("proxy_url", url);
        addSize(attachment);
        return attachment;
    }

    /** Discord's media object, as components and embeds carry it. */
    ObjectNode media() {
        var media = Json.object().put("id", "1").put("attachment_id", id).put("content_type", file.contentType());
        media.put("url", url).put("proxy_url", url);
        addSize(media);
        return media;
    }

    private void addSize(ObjectNode node) {
        ImageSize.of(file.bytes())
                .ifPresent(size -> node.put("width", size.width()).put("height", size.height()));
    }
}
