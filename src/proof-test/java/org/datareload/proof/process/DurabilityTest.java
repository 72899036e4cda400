package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.TimeUnit;
import org.datareload.proof.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commits that H2 acknowledged and {@code kill -9} loses. {@code -Dreload.proof.writers} sets how
 * many writers are killed.
 */
class DurabilityTest {
  private static final int WRITERS = Proof.number("writers", 3, 15);
  private static final int COMMITS = Proof.LONG ? 3_000 : 300;

  @TempDir Path folder;
  private long committed;
  private long compactions;

  /** With continuous compaction, so that kills hit that as well. */
  @Test
  void losesNoCommitWithTheShippedSettings() throws Exception {
    var shipped = CountingWriter.shippedUrl();
    assertThat(shipped).startsWith("jdbc:h2:file:./data/reload;");

    assertThat(lost(shipped, true)).isZero();
    assertThat(compactions).isGreaterThanOrEqualTo(WRITERS);
  }

  /** Shows that the test above detects losses. */
  @Test
  void losesCommitsWithTheDefaultsOfH2() throws Exception {
    assertThat(lost("jdbc:h2:file:./data/reload", false)).isPositive();
  }

  private long lost(String url, boolean compact) throws Exception {
    var lost = 0L;
    for (var writer = 0; writer < WRITERS; writer++) {
      var home = Files.createDirectory(folder.resolve("writer" + writer));
      var acknowledged = writeUntilKilled(home, url, compact);
      committed += acknowledged;
      lost += Math.max(0, acknowledged - kept(url.replace("./", home + "/")));
    }
    System.out.printf(
        "%d of %d commits lost, %d kills, %d compactions: %s%n",
        lost, committed, WRITERS, compactions, url);
    return lost;
  }

  /** Returns how many commits were acknowledged. */
  private long writeUntilKilled(Path home, String url, boolean compact) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes = System.getProperty("java.class.path");
    var writer =
        new ProcessBuilder(
                java, "-XX:TieredStopAtLevel=1", "-cp", classes, name(), url, "" + compact)
            .directory(home.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = new BufferedReader(new InputStreamReader(writer.getInputStream()))) {
      var acknowledged = 0L;
      var killed = false;
      var compactionsBefore = compactions;
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(CountingWriter.COMPACTED)) {
          compactions++;
        } else {
          acknowledged++;
        }
        if (!killed && acknowledged >= COMMITS && (!compact || compactions > compactionsBefore)) {
          killed = true;
          // By the handle: Process.destroyForcibly would close the stream as well.
          writer.toHandle().destroyForcibly();
        }
      }
      assertThat(writer.waitFor(2, TimeUnit.MINUTES)).isTrue();
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

  /** The number of rows, which have no gaps. */
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
