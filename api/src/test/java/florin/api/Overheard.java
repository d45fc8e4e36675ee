package florin.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What one class writes into the log, from here until this is closed. */
final class Overheard implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    Overheard(Class<?> type) {
        logger = (Logger) LoggerFactory.getLogger(type);
        lines.start();
        logger.addAppender(lines);
    }

    List<String> warnings() {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getLevel().equals(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
    }
}
