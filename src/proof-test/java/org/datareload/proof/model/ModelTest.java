package org.datareload.proof.model;

import static java.util.stream.Collectors.toSet;
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
import org.datareload.proof.model.Protocol.Bounds;
import org.datareload.proof.model.Protocol.Guard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Explores every reachable state of the protocol, and of acceptance and plan. */
final class ModelTest {
  // The keys of each writer, in no order but that its trigger file is the last one.
  private static final String ONE_FOLDER = "1/a 1/b 1/_SUCCESS; 1/b 1/_SUCCESS";
  private static final String TREE = "1/a 1/d/b 1/_SUCCESS; 1/d/c 1/d/_SUCCESS";
  private static final String ORDER = "1/a 1/_SUCCESS; 2/c 2/_SUCCESS; 1/a 1/_SUCCESS";
  private static final String TREE_AGAIN = TREE + "; 1/a 1/_SUCCESS";
  private static final String TREE_AND_OTHER = TREE + "; 2/c 2/_SUCCESS";

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
    assertEachIsReached(explored.states().stream().map(State::status));
  }

  @ParameterizedTest
  @ValueSource(strings = {ONE_FOLDER, TREE, ORDER})
  void noStepWithFoldersViolatesAGuarantee(String writers) {
    assertHolds(writers);
  }

  @ParameterizedTest
  @ValueSource(strings = {TREE_AGAIN, TREE_AND_OTHER})
  void noStepWithMoreFoldersViolatesAGuarantee(String writers) {
    Proof.longOnly();
    assertHolds(writers);
  }

  private static void assertHolds(String writers) {
    var explored = new Exploration<>(folders(EnumSet.allOf(Rule.class), writers));
    assertThat(explored.pathToViolation()).isEmpty();
    report("model: %s, %d states", writers, explored.states().size());
    assertEachIsReached(
        explored.states().stream()
            .map(FolderState::run)
            .filter(Objects::nonNull)
            .map(FolderState.Run::status));
  }

  private static void assertEachIsReached(Stream<Status> statuses) {
    assertThat(statuses.collect(toSet()))
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Status.REJECTED)));
  }

  @ParameterizedTest
  @CsvSource({
    "SETTLED, " + ONE_FOLDER + ", a part of drop 0 is loaded",
    "KNOWN_PLANNED, " + ONE_FOLDER + ", 1/b of 1 is known and not planned",
    "SAME_TRIGGER, " + ONE_FOLDER + ", drop 1 is lost",
    "LATE_COUNTED, " + TREE + ", 1/d/b of 0 is left out in silence",
    "TREE, " + TREE + ", 1/d/b of 0 is known and not planned",
    "OWN_FOLDER, " + TREE + ", 1/a of 0 is of another folder",
    "FOLDER_ABOVE, " + TREE + ", drop 0 can no longer be loaded",
    "WHOLE_TREE, " + TREE + ", a part of drop 0 is loaded",
    "OLDER_REJECTED, " + ORDER + ", the content goes back in time",
    "EARLIER_WAITS, " + ORDER + ", drop 1 is lost",
    "SAME_FOLDER_WAITS, " + ONE_FOLDER + ", drop 1 is lost",
    "IN_ORDER, " + ORDER + ", drop 1 is overtaken",
    "WRITTEN_AGAIN, " + ORDER + ", the content goes back in time"
  })
  void everyRuleIsNeeded(Rule dropped, String writers, String violation) {
    var rest = EnumSet.complementOf(EnumSet.of(dropped));

    assertThat(new Exploration<>(folders(rest, writers)).pathToViolation())
        .last()
        .isEqualTo(violation);
  }

  private static FolderModel folders(Set<Rule> rules, String writers) {
    return new FolderModel(
        rules, Stream.of(writers.split("; ")).map(keys -> List.of(keys.split(" "))).toList());
  }
}
