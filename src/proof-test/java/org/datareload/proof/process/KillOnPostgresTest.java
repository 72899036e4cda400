package org.datareload.proof.process;

import java.nio.file.Path;

class KillOnPostgresTest extends KillContract {
  @Override
  DatabaseServer ground(Path folder) {
    return DatabaseServer.postgres();
  }
}
