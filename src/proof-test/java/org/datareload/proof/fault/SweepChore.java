package org.datareload.proof.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datareload.execution.Status;
import org.datareload.testing.TestProcess;

/** A sweep finds what events missed: new, overwritten, gone and misplaced files, a trigger. */
final class SweepChore extends Chore {
  private final String misplaced = dataset.folder().replace("/csv/", "/txt/") + "a.txt";
  private final int executions;

  SweepChore(RunContract contract, int number) {
    super(contract, number);
    executions = dataset.executions().size();
    announce(dataset.put("gone.csv", "gone " + number), dataset.put("a.csv", "old " + number));
    dataset.remove(dataset.folder() + "gone.csv");
    dataset.put("a.csv", "a " + number);
    dataset.put("b.csv", "b " + number);
    contract.zones.write(landing(), misplaced, "misplaced".getBytes(UTF_8));
    dataset.trigger();
  }

  @Override
  void run(TestProcess process) {
    process.send("direct:sweep-landing-zone", null);
  }

  @Override
  void repeat() {
    healthy.send("direct:sweep-landing-zone", null);
    assertThat(problems()).containsExactly(misplaced);
    contract.zones.store().delete(landing(), List.of(misplaced)).join();
    healthy.drive();
    healthy.send("direct:sweep-landing-zone", null);
  }

  private List<String> problems() {
    return dataset.rows("SELECT object_key FROM landing_problem");
  }

  @Override
  void check() {
    assertThat(problems()).isEmpty();
    assertThat(dataset.files("pending")).isEmpty();
    assertThat(dataset.executions()).hasSize(executions + 1);
    assertThat(dataset.newest().status()).isEqualTo(Status.COMPLETED);
    assertThat(dataset.content())
        .containsOnlyKeys("a.csv", "b.csv")
        .containsEntry("a.csv", "a " + number)
        .containsEntry("b.csv", "b " + number);
  }
}
