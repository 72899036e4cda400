package org.datareload.api;

import java.util.Map;

class ContractWalkOnH2Test extends ContractWalk {
  ContractWalkOnH2Test() {
    super(Map.of());
  }
}
