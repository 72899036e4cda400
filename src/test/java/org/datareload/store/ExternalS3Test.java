package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.core.async.AsyncRequestBody;

@EnabledIfSystemProperty(named = ExternalServer.ENDPOINT, matches = ".+")
class ExternalS3Test extends ObjectStoreContract {
  @Override
  TestServer open(Path directory) {
    return ExternalServer.open();
  }

  @Test
  void copiesALargeObjectWithWhatBelongsToIt() {
    rig.client()
        .putObject(
            p ->
                p.bucket(lz)
                    .key("large")
                    .contentType("application/x-parquet")
                    .cacheControl("no-cache")
                    .metadata(Map.of("owner", "finance"))
                    .tagging("class=secret%20dear"),
            AsyncRequestBody.fromBytes(new byte[(int) (17 * StoreRig.MIB)]))
        .join();
    StoredObject source = store.head(new ObjectRef(lz, "large")).join().orElseThrow();
    StoredObject copy = store.copy(lz, source, new ObjectRef(dlz, "large")).join();
    var head = rig.client().headObject(h -> h.bucket(dlz).key("large")).join();
    assertThat(copy.size()).isEqualTo(source.size());
    assertThat(head.contentType()).isEqualTo("application/x-parquet");
    assertThat(head.cacheControl()).isEqualTo("no-cache");
    assertThat(head.metadata()).containsExactly(Map.entry("owner", "finance"));
    assertThat(rig.client().getObjectTagging(t -> t.bucket(dlz).key("large")).join().tagSet())
        .singleElement()
        .hasToString("Tag(Key=class, Value=secret dear)");
  }
}
