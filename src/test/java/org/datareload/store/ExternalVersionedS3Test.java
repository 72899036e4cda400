package org.datareload.store;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = ExternalServer.ENDPOINT, matches = ".+")
class ExternalVersionedS3Test extends VersionsContract {
  @Override
  TestServer open(Path directory) {
    return ExternalServer.open();
  }
}
