package org.datareload.proof.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.testing.TestDataset;

/**
 * Somebody who uploads the large file of a round again, once in each dataset: in every other one
 * before its first part is copied, else before its copy is begun at all. The execution that copies
 * it has to fail.
 */
final class Overwriter implements Interceptor {
  private static final List<Operation> INSTANTS =
      List.of(Operation.UPLOAD_PART, Operation.CREATE_UPLOAD);

  private final Cluster scene;
  private final String round;
  private final String file;
  private final Set<TestDataset> written = new HashSet<>();

  Overwriter(Cluster scene, String round) {
    this.scene = scene;
    this.round = round;
    this.file = round + "-c.csv";
  }

  /** What the file holds from then on: more than before. */
  static String content(String before) {
    return before + " and more";
  }

  @Override
  public void before(Call call) {
    // Outside of the lock, since the upload comes by here as well.
    if (INSTANTS.contains(call.operation()) && call.key().endsWith("/" + file)) {
      overwrite(call);
    }
  }

  private synchronized void overwrite(Call call) {
    for (var dataset : scene.datasets) {
      if (call.key().startsWith(dataset.prefix())
          && call.operation() == instant(dataset)
          && written.add(dataset)) {
        dataset.put(file, content(scene.files(dataset, round).get(file)));
      }
    }
  }

  private Operation instant(TestDataset dataset) {
    return INSTANTS.get(scene.datasets.indexOf(dataset) % INSTANTS.size());
  }

  /** Runs this while nothing is being overwritten. */
  synchronized void meanwhile(Runnable look) {
    look.run();
  }
}
