package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The text form of the log, as it is shipped. */
class CauseConverterTest {
  private static LoggerContext shipped;
  private static Layout<?> layout;

  @BeforeAll
  static void start() {
    shipped = new LoggerContext("shipped");
    var file = Path.of("src/main/resources/log4j2.properties").toUri();
    shipped.start(ConfigurationFactory.getInstance().getConfiguration(shipped, "shipped", file));
    layout = shipped.getConfiguration().getAppender("console").getLayout();
  }

  @AfterAll
  static void stop() {
    shipped.stop();
  }

  /** The line of a failure, from the logger's name on. */
  private static String line(Throwable failure) {
    var event =
        Log4jLogEvent.newBuilder()
            .setLoggerName("org.datareload.store.S3ObjectStore")
            .setLevel(Level.WARN)
            .setMessage(new SimpleMessage("The store\nfailed"))
            .setThrown(failure)
            .build();
    var text = new String(layout.toByteArray(event), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(text).endsWith("\n");
    return text.replaceFirst("^\\S+ ", "").stripTrailing();
  }

  private static Throwable at(Throwable failure, String type, String method, int number) {
    failure.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("sun.nio.ch.Net", "pollConnect", "Net.java", -2),
          new StackTraceElement(type, method, "File.java", number)
        });
    return failure;
  }

  @Test
  void namesTheRootCauseAndTheProgramsInnermostLine() {
    var refused = at(new ConnectException("Connection refused"), "io.netty.Channel", "x", 1);
    var wrapped = new IllegalStateException("HEAD of a.csv failed", refused);
    at(wrapped, "org.datareload.store.S3ObjectStore", "head", 88);
    var outer = at(new CompletionException(wrapped), "org.datareload.landing.Uploads", "put", 7);

    assertThat(line(outer))
        .isEqualTo(
            "WARN  S3ObjectStore The store failed caused by java.net.ConnectException:"
                + " Connection refused (at S3ObjectStore.head:88)");
  }

  @Test
  void namesTheFirstLineOfAFailureOutsideTheProgram() {
    assertThat(line(at(new ConnectException(), "io.netty.Channel", "x", 1)))
        .endsWith(" caused by java.net.ConnectException (at Net.pollConnect:-2)");
  }

  @Test
  void isOneLineWhateverTheCauseSays() {
    var many = new IllegalStateException("first\r\nsecond\tthird\u001b[31m" + "x".repeat(5_000));
    many.setStackTrace(new StackTraceElement[0]);

    assertThat(line(many))
        .doesNotContain("\n", "\r", "\u001b")
        .contains("first second third")
        .endsWith("x…")
        .hasSizeLessThan(1_200);
  }

  @Test
  void endsWhereCausesFormARing() {
    var one = new IllegalStateException("one");
    var two = new IllegalStateException("two", one);
    one.initCause(two);

    assertThat(line(one)).contains(" caused by java.lang.IllegalStateException: ");
  }

  @Test
  void addsNothingWhereNothingFailed() {
    assertThat(line(null)).isEqualTo("WARN  S3ObjectStore The store failed");
  }
}
