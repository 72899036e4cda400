package org.datareload.api;

import java.util.Map;

class RandomRequestsOnH2Test extends RandomRequests {
  RandomRequestsOnH2Test() {
    super(Map.of(), 5_000);
  }
}
