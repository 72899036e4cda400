package org.datareload.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Collects the lines of all loggers until it is closed. */
public final class LogLines implements AutoCloseable {
  private static final String NAME = "lines";

  private final List<LogEvent> events = new ArrayList<>();

  private final class Appender extends AbstractAppender {
    Appender() {
      super(NAME, null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      add(event.toImmutable());
    }
  }

  public LogLines() {
    var appender = new Appender();
    appender.start();
    root().addAppender(appender, Level.ALL, null);
  }

  /** All lines of the program but those for debugging, which tests switch off otherwise. */
  public static LogLines ofProgram() {
    Configurator.setLevel("org.datareload", Level.INFO);
    return new LogLines();
  }

  private static org.apache.logging.log4j.core.config.LoggerConfig root() {
    var context = (LoggerContext) LogManager.getContext(false);
    return context.getConfiguration().getRootLogger();
  }

  private synchronized void add(LogEvent event) {
    events.add(event);
  }

  public synchronized List<LogEvent> events() {
    return List.copyOf(events);
  }

  /** All lines, each with its logger, failure and context. */
  public String all() {
    var text = new StringBuilder();
    for (var event : events()) {
      text.append(event.getLoggerName())
          .append(' ')
          .append(event.getMessage().getFormattedMessage())
          .append(' ')
          .append(event.getThrown())
          .append(event.getContextData())
          .append('\n');
    }
    return text.toString();
  }

  /** The stack trace that was logged with a message, or "". */
  public String stackOf(String text) {
    var stack = new StringWriter();
    events().stream()
        .filter(e -> e.getThrown() != null && e.getMessage().getFormattedMessage().contains(text))
        .forEach(e -> e.getThrown().printStackTrace(new PrintWriter(stack)));
    return stack.toString();
  }

  @Override
  public void close() {
    root().removeAppender(NAME);
    Configurator.reconfigure();
  }
}
