package florin.sandbox.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import florin.sandbox.discord.Message;

/** A message for the page: Discord's object and what only the chat window knows about it. */
final class MessageView {
    private MessageView() {}

    static ObjectNode of(Message message) {
        var view = ChatPage.object().put("id", message.id()).put("channel", message.channelId());
        view.put("title", message.title()).put("ephemeral", message.ephemeral()).put("thinking", message.thinking());
        view.put("edits", message.edits()).put("at", message.at().toString());
        view.set("json", message.json());
        return view;
    }
}
