package org.datareload.store;

import java.nio.file.Path;
import org.datareload.demo.EmbeddedS3;
import org.junit.jupiter.api.BeforeEach;

class CephPutsTest extends PutContract {
  @Override
  TestServer open(Path directory) {
    return new EmbeddedServer(EmbeddedS3.inMemory());
  }

  @BeforeEach
  void useCeph() {
    var client = new CephPutClient(rig.client(), false);
    store = rig.with(client).store(lz, dlz);
  }
}
