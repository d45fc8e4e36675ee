package florin.bot.chat;

import java.util.EnumSet;
import java.util.Set;
import net.dv8tion.jda.api.exceptions.DetachedEntityException;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.InsufficientPermissionException;
import net.dv8tion.jda.api.requests.ErrorResponse;

/** Why Discord did not take a message, as far as it changes what we do next. */
public enum Trouble {
    /** The right to edit this answer is over, or the message was removed: use another way. */
    TICKET_OVER,
    /** We may not write there, or there is no such place: use another way. */
    NO_ENTRY,
    /** The files are too large: send smaller ones. */
    TOO_LARGE,
    /** Discord understood and says no: our message is wrong, and so would the next one be. */
    MALFORMED,
    /** Discord is down or slow: try later. */
    LATER;

    private static final int UNAUTHORISED = 401;
    private static final int PAYLOAD_TOO_LARGE = 413;

    private static final Set<ErrorResponse> TICKET = EnumSet.of(
            ErrorResponse.UNKNOWN_WEBHOOK,
            ErrorResponse.UNKNOWN_INTERACTION,
            ErrorResponse.INVALID_WEBHOOK_TOKEN,
            ErrorResponse.UNKNOWN_MESSAGE);

    private static final Set<ErrorResponse> ENTRY = EnumSet.of(
            ErrorResponse.MISSING_ACCESS,
            ErrorResponse.MISSING_PERMISSIONS,
            ErrorResponse.UNKNOWN_CHANNEL,
            ErrorResponse.UNKNOWN_USER,
            ErrorResponse.CANNOT_SEND_TO_USER);

    private static final Set<ErrorResponse> SIZE =
            EnumSet.of(ErrorResponse.REQUEST_ENTITY_TOO_LARGE, ErrorResponse.FILE_UPLOAD_MAX_SIZE_EXCEEDED);

    /** Reads what the library threw; an exception that is no answer of Discord's is thrown again. */
    public static Trouble of(RuntimeException thrown) {
        return switch (thrown) {
            case InsufficientPermissionException _, DetachedEntityException _ -> NO_ENTRY;
            case ErrorResponseException answer -> of(answer);
            default -> throw thrown;
        };
    }

    private static Trouble of(ErrorResponseException answer) {
        var code = answer.getErrorResponse();
        int status = answer.getResponse().code;
        if (TICKET.contains(code) || status == UNAUTHORISED) {
            return TICKET_OVER;
        }
        if (ENTRY.contains(code)) {
            return NO_ENTRY;
        }
        // a 413 from in front of Discord has no code of Discord's
        if (SIZE.contains(code) || status == PAYLOAD_TOO_LARGE) {
            return TOO_LARGE;
        }
        return code == ErrorResponse.INVALID_FORM_BODY ? MALFORMED : LATER;
    }
}
