package org.datareload.store;

import java.nio.file.Path;
import org.datareload.demo.EmbeddedS3;

class MemoryS3Test extends ObjectStoreContract {
  @Override
  EmbeddedS3 start(Path directory) {
    return EmbeddedS3.inMemory();
  }
}
