package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.DatasetSettings;
import org.junit.jupiter.api.Test;

class NearestDatasetsTest {
  private static final Dataset ORDERS = dataset("orders");
  private static final Dataset ORDER = dataset("order");

  private final AtomicInteger comparisons = new AtomicInteger();
  private final NearestDatasets nearest =
      new NearestDatasets(
          () -> {
            comparisons.incrementAndGet();
            return List.of(ORDERS, ORDER);
          });

  @Test
  void findsTheNearestName() {
    assertThat(nearest.find("sales", "orderr")).contains(ORDERS);
    assertThat(nearest.find("sales", "orde")).contains(ORDER);
    assertThat(nearest.find("Sale", "ORDERS")).contains(ORDERS);
    assertThat(nearest.find("sales", "returns")).isEmpty();
  }

  @Test
  void comparesANameOnceHoweverManyKeysHaveIt() {
    for (var i = 0; i < 1_000; i++) {
      assertThat(nearest.find("sales", "oders")).contains(ORDERS);
      assertThat(nearest.find("sales", "nothing")).isEmpty();
    }
    assertThat(comparisons).hasValue(2);
  }

  @Test
  void comparesNoMoreThanAHundredNames() {
    nearest.find("sales", "oders");
    IntStream.range(0, 1_000).forEach(i -> nearest.find("hostile", "name" + i));

    assertThat(comparisons).hasValue(NearestDatasets.MAX_NAMES);
    assertThat(nearest.find("sales", "oders")).contains(ORDERS);
  }

  @Property
  void countsTyposUpToTheAllowedNumber(
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 7) String a,
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 7) String b,
      @ForAll @IntRange(max = 3) int allowed) {
    var whole = distance(a, b);
    var found = NearestDatasets.typos(a, b, allowed);
    if (whole <= allowed) {
      assertThat(found).isEqualTo(whole);
    } else {
      assertThat(found).isGreaterThan(allowed);
    }
  }

  /** By the definition. */
  private static int distance(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.length() + b.length();
    }
    var exchanged = a.charAt(0) == b.charAt(0) ? 0 : 1;
    return Math.min(
        exchanged + distance(a.substring(1), b.substring(1)),
        1 + Math.min(distance(a.substring(1), b), distance(a, b.substring(1))));
  }

  private static Dataset dataset(String name) {
    return new Dataset(
        name,
        new DatasetName("sales", name),
        "csv",
        DatasetSettings.of(List.of()),
        0,
        null,
        Instant.EPOCH);
  }
}
