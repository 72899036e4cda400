package org.datareload.process;

import java.nio.file.Path;

class KillOnPostgresTest extends KillContract {
  @Override
  Ground ground(Path folder) {
    return Ground.postgres();
  }
}
