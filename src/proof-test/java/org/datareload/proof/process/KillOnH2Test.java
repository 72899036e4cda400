package org.datareload.proof.process;

import java.nio.file.Path;

class KillOnH2Test extends KillContract {
  @Override
  DatabaseServer ground(Path folder) {
    return DatabaseServer.h2(folder);
  }
}
