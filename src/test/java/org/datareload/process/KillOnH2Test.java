package org.datareload.process;

import java.nio.file.Path;

class KillOnH2Test extends KillContract {
  @Override
  Ground ground(Path folder) {
    return Ground.h2(folder);
  }
}
