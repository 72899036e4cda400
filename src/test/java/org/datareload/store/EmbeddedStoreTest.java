package org.datareload.store;

import java.nio.file.Path;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.junit.jupiter.api.AfterEach;

/** Tests that intercept requests to an embedded S3. */
abstract class EmbeddedStoreTest extends StoreTest {
  EmbeddedS3 s3;

  abstract EmbeddedS3 start(Path directory);

  @Override
  TestServer open(Path directory) {
    s3 = start(directory);
    return new EmbeddedServer(s3);
  }

  @AfterEach
  void removeInterceptor() {
    s3.intercept(Interceptor.NONE);
  }
}
