package org.datareload.proof.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.testing.TestDataset;

/**
 * A user who uploads the large file of a round again, once in each dataset: alternately before its
 * first part is copied and before its copy begins. The execution must fail.
 */
final class Overwriter implements Interceptor {
  private static final List<Operation> INSTANTS =
      List.of(Operation.UPLOAD_PART, Operation.CREATE_UPLOAD);

  private final Cluster cluster;
  private final String round;
  private final String file;
  private final Set<TestDataset> written = new HashSet<>();

  Overwriter(Cluster cluster, String round) {
    this.cluster = cluster;
    this.round = round;
    this.file = round + "-c.csv";
  }

  /** The new content, longer than before. */
  static String content(String before) {
    return before + " and more";
  }

  @Override
  public void before(Call call) {
    // Without the lock, since the upload passes here as well.
    if (INSTANTS.contains(call.operation()) && call.key().endsWith("/" + file)) {
      overwrite(call);
    }
  }

  private synchronized void overwrite(Call call) {
    for (var dataset : cluster.datasets) {
      if (call.key().startsWith(dataset.prefix())
          && call.operation() == instant(dataset)
          && written.add(dataset)) {
        dataset.put(file, content(cluster.files(dataset, round).get(file)));
      }
    }
  }

  private Operation instant(TestDataset dataset) {
    return INSTANTS.get(cluster.datasets.indexOf(dataset) % INSTANTS.size());
  }

  /** Runs an action while nothing is being overwritten. */
  synchronized void exclusively(Runnable action) {
    action.run();
  }
}
