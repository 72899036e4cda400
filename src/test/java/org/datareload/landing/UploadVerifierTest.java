package org.datareload.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.datareload.store.TestZones;
import org.junit.jupiter.api.Test;

/** Uploads in one folder, of which one is given up. */
class UploadVerifierTest {
  private static final String FOLDER = "sales/orders/upload_date=1700000000/ann/csv/";

  private final TestZones zones = new TestZones();
  private final UploadVerifier arrivals = new UploadVerifier(zones.store(), zones.zones().lake());

  @Test
  void givingOneUploadUpLeavesThoseAloneWhoseNamesBeginWithItsName() {
    var first = upload("part-1");
    arrivals.open(first);
    arrivals.open(upload("part-10"));

    arrivals.drop(first);

    assertThat(zones.openUploads(FOLDER)).containsExactly(FOLDER + "part-10");
  }

  private static Upload upload(String name) {
    return new Upload(name, "D1", "ann", FOLDER + name, name, 20, "", null, 10L, Instant.EPOCH);
  }
}
