package org.datareload.proof.history;

import static net.jqwik.api.Arbitraries.frequencyOf;
import static net.jqwik.api.Arbitraries.just;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import org.datareload.proof.history.Step.Crashes;
import org.datareload.proof.history.Step.Delete;
import org.datareload.proof.history.Step.Disturbance;
import org.datareload.proof.history.Step.Drive;
import org.datareload.proof.history.Step.Duplicates;
import org.datareload.proof.history.Step.Fails;
import org.datareload.proof.history.Step.None;
import org.datareload.proof.history.Step.Pass;
import org.datareload.proof.history.Step.Process;
import org.datareload.proof.history.Step.Redeliver;
import org.datareload.proof.history.Step.Request;
import org.datareload.proof.history.Step.Restore;
import org.datareload.proof.history.Step.Stalls;
import org.datareload.proof.history.Step.Start;
import org.datareload.proof.history.Step.Sweep;
import org.datareload.proof.history.Step.Trigger;
import org.datareload.proof.history.Step.Upload;

/** Generators of histories. */
final class Steps {
  /** The first two share a folder, as do the others. */
  static final List<String> NAMES = List.of("a.csv", "b.csv", "c.csv", "d.csv");

  private static final int LAST_INSTANT = 60;

  private Steps() {}

  static Arbitrary<List<Step>> histories(int longest) {
    return steps(disturbances()).list().ofMinSize(1).ofMaxSize(longest);
  }

  /** Uniform in length; by default most would be short. */
  static Arbitrary<List<Step>> longHistories(int longest) {
    return steps(disturbances())
        .list()
        .ofMinSize(1)
        .ofMaxSize(longest)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<Step> steps(Arbitrary<Disturbance> disturbances) {
    return frequencyOf(
        Tuple.of(6, uploads()),
        Tuple.of(6, Combinators.combine(requests(), disturbances).as(Start::new)),
        Tuple.of(2, Combinators.combine(names(), disturbances).as(Delete::new)),
        Tuple.of(1, disturbances.map(Drive::new)),
        Tuple.of(1, disturbances.map(Sweep::new)),
        Tuple.of(1, just(new Redeliver())),
        Tuple.of(1, just(new Pass())));
  }

  private static Arbitrary<Step> uploads() {
    var announced = Arbitraries.of(true, true, true, false);
    var same = Arbitraries.of(false, false, false, true);
    return Combinators.combine(Arbitraries.of(NAMES), announced, same).as(Upload::new);
  }

  private static Arbitrary<Request> requests() {
    return frequencyOf(
        Tuple.of(3, Arbitraries.of(0, 1).map(Trigger::new)),
        Tuple.of(2, names().map(Process::new)),
        Tuple.of(1, Arbitraries.integers().between(0, 9).map(Restore::new)));
  }

  private static Arbitrary<Set<String>> names() {
    return Arbitraries.of(NAMES).set().ofMinSize(1);
  }

  private static Arbitrary<Disturbance> disturbances() {
    var instants = Arbitraries.integers().between(1, LAST_INSTANT);
    var meanwhile = steps(just(new None())).list().ofMaxSize(3);
    var percents = Arbitraries.of(2, 10, 40);
    return frequencyOf(
        Tuple.of(4, just(new None())),
        Tuple.of(3, instants.map(Crashes::new)),
        Tuple.of(2, Combinators.combine(instants, meanwhile).as(Stalls::new)),
        Tuple.of(2, Combinators.combine(Arbitraries.longs(), percents).as(Fails::new)),
        Tuple.of(1, just(new Duplicates())));
  }
}
