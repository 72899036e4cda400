package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datareload.api.TestServer.Reply;
import org.datareload.demo.EmbeddedS3;
import org.datareload.store.StoredObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Permanent deletion of datasets and files. */
class PurgeOverHttpTest {
  private static final String PATH = "/api/v1/datasets/sales/orders";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void deletesEverythingOfADatasetAndFreesItsName(boolean versions) {
    var settings = Map.of("reload.uploads.single-up-to", "8MiB");
    try (var server = new TestServer(settings, versions)) {
      server.createDataset("sales", "orders");
      server.createDataset("sales", "orders2");
      server.land("sales/orders2", "stays.csv", "1");
      assertThat(delete(server, "").status()).isEqualTo(204);
      server.createDataset("sales", "orders");
      server.land("sales/orders", "a.csv", "1");
      assertRefused(server, "", "pending");
      server.process("sales/orders", "{\"all\":true,\"expected\":1}");
      assertRefused(server, "", "live");
      server.land("sales/orders", "b.csv", "1");
      server.process("sales/orders", "{\"all\":true,\"expected\":1}");
      server.land("sales/orders", "c.csv", "1");
      var uploads =
          "{\"files\":[{\"name\":\"u.csv\",\"size\":1},{\"name\":\"v.csv\",\"size\":9000000}]}";
      assertThat(server.post(PATH + "/uploads", uploads).status()).isEqualTo(201);
      // Replaced content is in the trash, or below delete markers.
      assertThat(keys(server, TestServer.LAKE, "_trash/sales/orders/").isEmpty())
          .isEqualTo(versions);

      assertRefused(server, "?purge=false", "pending");
      assertThat(delete(server, "?purge=true").status()).isEqualTo(204);

      assertThat(server.get(PATH).status()).isEqualTo(404);
      assertThat(keys(server, TestServer.LANDING, "sales/orders/")).isEmpty();
      assertThat(keys(server, TestServer.LAKE, "sales/orders/")).isEmpty();
      assertThat(keys(server, TestServer.LAKE, "_trash/sales/orders/")).isEmpty();
      assertThat(versionsLeft(server, TestServer.LAKE)).isZero();
      assertThat(keys(server, TestServer.LANDING, "sales/orders2/")).hasSize(1);
      assertThat(server.createDataset("sales", "orders").status()).isEqualTo(201);
      var created = server.get(PATH).json();
      assertThat(created.path("liveExecution").isNull()).isTrue();
      assertThat(created.path("lastExecution").isNull()).isTrue();
      assertThat(created.at("/files/pending").asInt()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void deletesEveryVersionOfAFile(boolean versions) {
    try (var server = new TestServer(Map.of(), versions)) {
      server.createDataset("sales", "orders");
      var key = server.land("sales/orders", "a.csv", "old");
      server.put(key, "new and longer");
      var deleted = server.post(PATH + "/deletions", "{\"all\":true,\"expected\":1}").json();
      assertThat(deleted.path("deleted").asInt()).as(deleted.toString()).isOne();
      assertThat(deleted.path("versions").asBoolean()).isEqualTo(versions);
      assertThat(keys(server, TestServer.LANDING, "sales/orders/")).isEmpty();
      assertThat(versionsLeft(server, TestServer.LANDING)).isZero();
    }
  }

  /** Versions and delete markers of the dataset. */
  private static int versionsLeft(TestServer server, String bucket) {
    var credentials = AwsBasicCredentials.create(EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY);
    try (var client =
        S3Client.builder()
            .endpointOverride(server.s3().endpoint())
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build()) {
      var found = client.listObjectVersions(l -> l.bucket(bucket).prefix("sales/orders/"));
      return found.versions().size() + found.deleteMarkers().size();
    }
  }

  private static Reply delete(TestServer server, String query) {
    return server.send("DELETE", PATH + query, null, Map.of());
  }

  /** Eventually, since the clean-up behind an execution is another reason for a while. */
  private static void assertRefused(TestServer server, String query, String reason) {
    await()
        .atMost(TestServer.WAIT)
        .untilAsserted(
            () -> {
              var reply = delete(server, query);
              assertThat(reply.status()).as(reply.text()).isEqualTo(409);
              assertThat(reply.json().path("detail").asText()).contains(reason);
            });
  }

  private static List<String> keys(TestServer server, String bucket, String prefix) {
    var keys = new ArrayList<String>();
    server
        .program()
        .store()
        .list(bucket, prefix, page -> page.stream().map(StoredObject::key).forEach(keys::add));
    return keys;
  }
}
