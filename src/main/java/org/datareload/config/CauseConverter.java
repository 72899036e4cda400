package org.datareload.config;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.pattern.ConverterKeys;
import org.apache.logging.log4j.core.pattern.LogEventPatternConverter;
import org.apache.logging.log4j.core.pattern.PatternConverter;

/**
 * Writes {@code %cause}: the root cause of a failure and where it happened, on the line of its
 * message, as {@code caused by java.net.ConnectException: Connection refused (at
 * S3ObjectStore.head:88)}.
 */
@Plugin(name = "CauseConverter", category = PatternConverter.CATEGORY)
@ConverterKeys("cause")
public final class CauseConverter extends LogEventPatternConverter {
  private static final String PROGRAM = "org.datareload.";
  private static final Pattern BREAKS = Pattern.compile("\\p{Cntrl}+");

  /** A statement or a list of keys in the message of a cause would hide the rest of the line. */
  private static final int MAX_LENGTH = 1_000;

  /** A chain of causes may be a ring. */
  private static final int MAX_CAUSES = 50;

  private CauseConverter() {
    super("cause", "cause");
  }

  /** Called by the log. */
  public static CauseConverter newInstance(String[] options) {
    return new CauseConverter();
  }

  @Override
  public boolean handlesThrowable() {
    return true;
  }

  @Override
  public void format(LogEvent event, StringBuilder line) {
    if (event.getThrown() != null) {
      var causes = rootFirst(event.getThrown());
      var root = BREAKS.matcher(causes.getFirst().toString()).replaceAll(" ");
      line.append(" caused by ")
          .append(root.length() <= MAX_LENGTH ? root : root.substring(0, MAX_LENGTH) + "…");
      place(causes).ifPresent(frame -> line.append(" (at ").append(text(frame)).append(')'));
    }
  }

  private static Deque<Throwable> rootFirst(Throwable failure) {
    var causes = new ArrayDeque<Throwable>();
    for (var cause = failure;
        cause != null && causes.size() < MAX_CAUSES;
        cause = cause.getCause()) {
      causes.push(cause);
    }
    return causes;
  }

  /** The innermost line of the program, or else of the root cause. */
  private static Optional<StackTraceElement> place(Deque<Throwable> rootFirst) {
    return rootFirst.stream()
        .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
        .filter(frame -> frame.getClassName().startsWith(PROGRAM))
        .findFirst()
        .or(() -> Arrays.stream(rootFirst.getFirst().getStackTrace()).findFirst());
  }

  private static String text(StackTraceElement frame) {
    var name = frame.getClassName();
    return "%s.%s:%d"
        .formatted(
            name.substring(name.lastIndexOf('.') + 1),
            frame.getMethodName(),
            frame.getLineNumber());
  }
}
