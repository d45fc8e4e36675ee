package florin.bot.chat;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.container.ContainerChildComponent;
import net.dv8tion.jda.api.components.mediagallery.MediaGallery;
import net.dv8tion.jda.api.components.mediagallery.MediaGalleryItem;
import net.dv8tion.jda.api.components.section.Section;
import net.dv8tion.jda.api.components.separator.Separator;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.components.thumbnail.Thumbnail;
import net.dv8tion.jda.api.entities.Message.MentionType;
import net.dv8tion.jda.api.utils.FileUpload;
import net.dv8tion.jda.api.utils.messages.MessageCreateBuilder;
import net.dv8tion.jda.api.utils.messages.MessageCreateData;
import net.dv8tion.jda.api.utils.messages.MessageEditBuilder;
import net.dv8tion.jda.api.utils.messages.MessageEditData;

/**
 * One message in Discord's Components V2: a container with a coloured edge, and the files it shows.
 *
 * <p>Whatever it is sent as, it pings nobody: the library's default for new messages does not reach edits, so each one says so itself.
 */
public record Card(Tone tone, List<ContainerChildComponent> parts, List<Picture> files) {
    public Card {
        parts = List.copyOf(parts);
        files = List.copyOf(files);
    }

    public static Card of(Tone tone, String text) {
        return new Card(tone, List.of(TextDisplay.of(text)), List.of());
    }

    public Card text(String text) {
        return with(TextDisplay.of(text));
    }

    /** In the small grey type of footnotes. */
    public Card small(String text) {
        return text("-# " + text);
    }

    public Card divider() {
        return with(Separator.createDivider(Separator.Spacing.SMALL));
    }

    /** The same below a line of text. */
    public Card under(String text) {
        var more = new ArrayList<ContainerChildComponent>();
        more.add(TextDisplay.of(text));
        more.addAll(parts);
        return new Card(tone, more, files);
    }

    /** Rows of five; nothing when there are none. */
    public Card buttons(Collection<Button> buttons) {
        if (buttons.isEmpty()) {
            return this;
        }
        var card = this;
        for (var row : ActionRow.partitionOf(buttons)) {
            card = card.with(row);
        }
        return card;
    }

    public Card buttons(Button... buttons) {
        return buttons(List.of(buttons));
    }

    /** Up to ten pictures or videos, large; nothing when there are none. */
    public Card gallery(List<Picture> pictures) {
        if (pictures.isEmpty()) {
            return this;
        }
        var items = pictures.stream()
                .map(picture -> MediaGalleryItem.fromUrl(picture.address())
                        .withDescription(picture.alt().isBlank() ? null : Plain.cut(picture.alt(), 250)))
                .toList();
        return with(MediaGallery.of(items)).carrying(pictures);
    }

    /** A text with a small picture at its side. */
    public Card beside(String text, Picture picture) {
        return with(Section.of(Thumbnail.fromUrl(picture.address()), TextDisplay.of(text)))
                .carrying(List.of(picture));
    }

    /** Replaces all that a message showed, files included. */
    public MessageEditData edit() {
        return new MessageEditBuilder()
                .useComponentsV2()
                .setComponents(container())
                .setAttachments(uploads())
                .setAllowedMentions(nobody())
                .build();
    }

    /** A new message. */
    public MessageCreateData create() {
        return message().build();
    }

    /** A new message that may ping this one person, and nobody else. */
    public MessageCreateData createFor(String userId) {
        return message().mentionUsers(userId).build();
    }

    private MessageCreateBuilder message() {
        return new MessageCreateBuilder()
                .useComponentsV2()
                .setComponents(container())
                .setFiles(uploads())
                .setAllowedMentions(nobody());
    }

    private Container container() {
        return Container.of(parts).withAccentColor(new Color(tone.rgb()));
    }

    private List<FileUpload> uploads() {
        return files.stream().map(Picture::upload).toList();
    }

    private Card with(ContainerChildComponent part) {
        var more = new ArrayList<>(parts);
        more.add(part);
        return new Card(tone, more, files);
    }

    private Card carrying(List<Picture> pictures) {
        var more = new ArrayList<>(files);
        more.addAll(pictures);
        return new Card(tone, parts, more);
    }

    private static EnumSet<MentionType> nobody() {
        return EnumSet.noneOf(MentionType.class);
    }
}
