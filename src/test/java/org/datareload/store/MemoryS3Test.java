package org.datareload.store;

import java.nio.file.Path;
import org.datareload.demo.EmbeddedS3;

class MemoryS3Test extends ObjectStoreContract {
  @Override
  TestServer open(Path directory) {
    return new EmbeddedServer(EmbeddedS3.inMemory());
  }
}
