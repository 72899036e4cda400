package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When H2's file is synchronised to disk. */
class SyncTest {
  private static final AtomicInteger SYNCS = new AtomicInteger();

  @Test
  void syncsTheCommitToDiskBeforePublishingTheManifest(@TempDir Path folder) {
    FilePath.register(new Observed());
    var url = "jdbc:h2:observed:" + folder.resolve("reload") + ";WRITE_DELAY=0";
    var pool = Databases.openPool(url, "reload", "");
    var zones = new TestZones();
    try (var database = new TestDatabase(pool, Databases.openDatabase(pool));
        var process = TestProcess.driven(database, zones, FaultPoint.OPEN)) {
      var orders = new TestDataset(database, zones, "orders");
      orders.trigger(process, "a", "a.csv");
      var copied = new ArrayList<Integer>();
      var published = new ArrayList<Integer>();
      zones
          .server()
          .intercept(
              Interceptor.before(
                  call -> {
                    if (call.operation() == Operation.COPY) {
                      copied.add(SYNCS.get());
                    } else if (call.key().endsWith("/_manifest/current.json")
                        && call.operation() == Operation.PUT) {
                      published.add(SYNCS.get());
                    }
                  }));

      process.drive();

      assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
      assertThat(published).hasSameSizeAs(copied).hasSize(1);
      assertThat(published.get(0)).isGreaterThan(copied.get(0));
    }
  }

  @Test
  void doesNothingOnPostgreSQL() {
    try (var database = TestDatabases.postgres()) {
      assertThatCode(Databases.sync(database.jdbi())::run).doesNotThrowAnyException();
    }
  }

  /** Counts syncs; H2 creates instances by reflection. */
  public static final class Observed extends FilePathWrapper {
    @Override
    public String getScheme() {
      return "observed";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
      return new ObservedFile(super.open(mode));
    }
  }

  private static final class ObservedFile extends FileBaseDefault {
    private final FileChannel file;

    ObservedFile(FileChannel file) {
      this.file = file;
    }

    @Override
    public void force(boolean metadata) throws IOException {
      SYNCS.incrementAndGet();
      file.force(metadata);
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      return file.read(to, position);
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      return file.write(from, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
