package org.datareload.proof.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datareload.proof.Proof.report;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.datareload.execution.Status;
import org.datareload.proof.Proof;
import org.datareload.proof.model.FolderModel.Rule;
import org.datareload.proof.model.FolderState.Run;
import org.datareload.proof.model.Protocol.Bounds;
import org.datareload.proof.model.Protocol.Guard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Explores every reachable state of the protocol. */
final class ModelTest {
  private static final String FOLDERS = "1/a 1/b 1/_SUCCESS; 1/b 1/_SUCCESS";
  private static final String TREE = "1/a 1/d/b 1/_SUCCESS; 1/d/c 1/d/_SUCCESS";
  private static final String ORDER = "1/a 1/_SUCCESS; 2/c 2/_SUCCESS; 1/a 1/_SUCCESS";
  private static final String LARGE = "1/a 1/d/b 1/_SUCCESS; 1/d/c 1/d/_SUCCESS; 2/c 2/_SUCCESS; 1/a 1/_SUCCESS";

  @ParameterizedTest
  @CsvSource({"a,1,0,0", "a,0,1,1", "ab,0,0,0"})
  void noStateViolatesAGuarantee(String files, int crashes, int failures, int releases) {
    assertHolds(all(files, new Bounds(2, crashes, failures, releases)));
  }

  @ParameterizedTest
  @CsvSource({"a,1,1,1", "ab,1,0,0", "ab,0,1,1"})
  void noStateViolatesAGuaranteeWithLargerBounds(
      String files, int crashes, int failures, int releases) {
    Proof.longOnly();
    assertHolds(all(files, new Bounds(2, crashes, failures, releases)));
  }

  private static Protocol all(String files, Bounds bounds) {
    return new Protocol(EnumSet.allOf(Guard.class), List.of(files.split("")), bounds);
  }

  @ParameterizedTest
  @CsvSource({
    "FENCE, failed after the commit",
    "LATE_DELETE, a1 is lost",
    "SOURCE_CONDITION, the manifest names a missing object",
    "DELETE_CONDITION, a2 is lost",
    "UNIQUE_KEYS, the manifest names a missing object",
    "MANIFEST_CONDITION, the manifest names a missing object",
    "DURABLE_ABORT, the manifest names a missing object",
    "LOADED_ONCE, loaded twice"
  })
  void everyGuardIsNeeded(Guard dropped, String violation) {
    var rest = EnumSet.complementOf(EnumSet.of(dropped));

    var protocol = new Protocol(rest, List.of("a"), new Bounds(2, 1, 1, 1));

    assertThat(new Exploration<>(protocol).pathToViolation()).last().isEqualTo(violation);
  }

  @Test
  void noCommittedExecutionCanFail() {
    var reached = EnumSet.of(Status.COMMITTED);
    var before = 0;
    while (reached.size() > before) {
      before = reached.size();
      for (var status : List.copyOf(reached)) {
        reached.addAll(status.next());
      }
    }

    assertThat(reached).containsExactly(Status.COMMITTED, Status.PUBLISHED, Status.COMPLETED);
  }

  private static void assertHolds(Protocol protocol) {
    var explored = new Exploration<>(protocol);
    assertThat(explored.pathToViolation()).isEmpty();
    report("model: %s, %s, %d states", protocol.files, protocol.bounds(), explored.states().size());
    assertThat(explored.states())
        .extracting(State::status)
        .containsOnly(
            EnumSet.complementOf(EnumSet.of(Status.REJECTED)).toArray(Status[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {FOLDERS, TREE, ORDER})
  void noStepOfAFolderViolatesAGuarantee(String writers) {
    assertNoStepViolates(writers);
  }

  @ParameterizedTest
  @ValueSource(strings = {LARGE})
  void noStepOfMoreFoldersViolatesAGuarantee(String writers) {
    Proof.longOnly();
    assertNoStepViolates(writers);
  }

  private static void assertNoStepViolates(String writers) {
    var explored = new Exploration<>(folders(EnumSet.allOf(Rule.class), writers));
    assertThat(explored.pathToViolation()).isEmpty();
    report("model: %s, %d states", writers, explored.states().size());
    assertThat(explored.states())
        .extracting(FolderState::run)
        .filteredOn(Objects::nonNull)
        .extracting(Run::status)
        .containsOnly(
            EnumSet.complementOf(EnumSet.of(Status.REJECTED)).toArray(Status[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "SETTLED, x",
    "KNOWN_PLANNED, x",
    "SAME_TRIGGER, x",
    "LATE_COUNTED, x",
    "TREE, x",
    "OWN_FOLDER, x",
    "OLDER_REJECTED, x",
    "EARLIER_WAITS, x",
    "SAME_FOLDER_WAITS, x",
    "IN_ORDER, x",
    "WRITTEN_AGAIN, x"
  })
  void everyRuleIsNeeded(Rule dropped, String violation) {
    var rest = EnumSet.complementOf(EnumSet.of(dropped));
    for (var w : List.of(FOLDERS, TREE, ORDER)) {
      var path = new Exploration<>(folders(rest, w)).pathToViolation();
      report("%s %s: %s", dropped, w, path);
    }
  }

  private static FolderModel folders(Set<Rule> rules, String writers) {
    return new FolderModel(
        rules,
        Stream.of(writers.split("; ")).map(keys -> List.of(keys.split(" "))).toList());
  }
}
