package org.datareload.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.Extension;

/** Gives every {@code await()} two minutes, so that no test depends on the machine's speed. */
public final class PatientAwaits implements Extension {
  public PatientAwaits() {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
  }
}
