package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code kill -9} leaves of the commits that H2 had acknowledged. {@code -Dreload.proof=long}
 * kills after more of them, {@code -Dreload.proof.writers} sets how many writers are killed.
 */
class DurabilityTest {
  private static final boolean LONG = "long".equals(System.getProperty("reload.proof"));
  private static final int WRITERS = Integer.getInteger("reload.proof.writers", LONG ? 15 : 3);
  private static final int COMMITS = LONG ? 3_000 : 300;

  @TempDir Path folder;
  private long committed;
  private long tidied;

  /** While the file is tidied up without a pause, so that kills meet that, too. */
  @Test
  void losesNoCommitAsItIsShipped() throws Exception {
    var shipped = CountingWriter.shippedUrl();
    assertThat(shipped).startsWith("jdbc:h2:file:./data/reload;");

    assertThat(lost(shipped, true)).isZero();
    assertThat(tidied).isGreaterThanOrEqualTo(WRITERS);
  }

  /** So that the test above is known to see what is lost. */
  @Test
  void losesCommitsWithTheSettingsOfH2() throws Exception {
    assertThat(lost("jdbc:h2:file:./data/reload", false)).isPositive();
  }

  private long lost(String url, boolean tidy) throws Exception {
    var lost = 0L;
    for (var writer = 0; writer < WRITERS; writer++) {
      var place = Files.createDirectory(folder.resolve("writer" + writer));
      var acknowledged = writeUntilKilled(place, url, tidy);
      committed += acknowledged;
      lost += Math.max(0, acknowledged - kept(url.replace("./", place + "/")));
    }
    System.out.printf(
        "%d of %d commits lost, %d kills, tidied up %d times: %s%n",
        lost, committed, WRITERS, tidied, url);
    return lost;
  }

  /** Returns how many commits were acknowledged. */
  private long writeUntilKilled(Path place, String url, boolean tidy) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes = System.getProperty("java.class.path");
    var writer =
        new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-cp", classes, name(), url, "" + tidy)
            .directory(place.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = new BufferedReader(new InputStreamReader(writer.getInputStream()))) {
      var acknowledged = 0L;
      var killed = false;
      var tidiedBefore = tidied;
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(CountingWriter.TIDIED)) {
          tidied++;
        } else {
          acknowledged++;
        }
        if (!killed && acknowledged >= COMMITS && (!tidy || tidied > tidiedBefore)) {
          killed = true;
          // By its handle: that of the process would close the stream, too.
          writer.toHandle().destroyForcibly();
        }
      }
      assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(acknowledged).isGreaterThanOrEqualTo(COMMITS);
      return acknowledged;
    } catch (IOException failed) {
      writer.destroyForcibly();
      throw failed;
    }
  }

  private static String name() {
    return CountingWriter.class.getName();
  }

  /** How many of the numbers are there, from the first one without a gap. */
  private static long kept(String url) throws Exception {
    try (var connection = DriverManager.getConnection(url, "reload", "");
        var statement = connection.createStatement()) {
      var table = connection.getMetaData().getTables(null, null, "NUMBER", null).next();
      if (!table) {
        return 0;
      }
      var numbers = statement.executeQuery("SELECT COUNT(*), COALESCE(MAX(n), -1) FROM number");
      numbers.next();
      assertThat(numbers.getLong(1)).isEqualTo(numbers.getLong(2) + 1);
      return numbers.getLong(1);
    }
  }
}
