package org.datareload.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.datareload.api.TestServer;
import org.datareload.api.TestServer.Reply;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.NewDataset;
import org.datareload.security.Role;
import org.datareload.security.UserFiles;
import org.datareload.testing.H2File;
import org.datareload.testing.ManyRows;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one user can take from the others. */
@Timeout(600)
class SharesOverHttpTest {
  private static final String LIVE = "/api/v1/live";
  private static final int STREAMS = 10;
  private static final int RECEIPTS = 4;

  @TempDir static Path folder;
  private static H2File database;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    var users = new StringBuilder("user.root.admin=true\n");
    for (var id : List.of("root", "ana", "ben", "cleo", "dora")) {
      users.append(UserFiles.user(id, id + "!"));
    }
    var file = Files.writeString(folder.resolve("users.properties"), users);
    database = new H2File();
    server =
        new TestServer(
            Map.of(
                "reload.auth", "basic",
                "reload.users.file", file.toString(),
                "reload.db.url", database.url()));
  }

  @AfterAll
  static void stop() {
    server.close();
    database.close();
  }

  private static Map<String, String> as(String user) {
    var login = Base64.getEncoder().encodeToString((user + ":" + user + "!").getBytes(UTF_8));
    return Map.of("Authorization", "Basic " + login);
  }

  private static Dataset create(String name) {
    var settings = DatasetSettings.of(List.of("ana@example.com"));
    var request = new NewDataset("shared", name, "csv", "reload", settings);
    return server.program().reload().datasets.create(request);
  }

  private static Reply get(String path, String user) {
    return server.send("GET", path, null, as(user));
  }

  /** A request whose response is not read beyond its first byte. */
  private static Socket begin(String path, String user) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress("127.0.0.1", server.address().getPort()));
    socket.setSoTimeout((int) TestServer.WAIT.toMillis());
    var head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: ";
    var text = head + as(user).get("Authorization") + "\r\n\r\n";
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return socket;
  }

  @Test
  void oneUserCannotTakeTheLiveStreamFromTheOthers() throws IOException {
    var streams = new ArrayList<LiveClient>();
    for (var i = 0; i < STREAMS; i++) {
      streams.add(LiveClient.follow(server.address(), LIVE, as("ana")));
    }

    var refused = get(LIVE, "ana");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers())
        .containsEntry("content-type", "application/problem+json")
        .containsEntry("retry-after", "30");
    assertThat(refused.json().path("detail").asText())
        .isEqualTo("You have 10 live streams, as many as one user may have; retry in 30 s");
    assertThat(isOpenTo("ben")).isTrue();

    // A request that fails takes none, whatever it fails for.
    streams.remove(0).close();
    await()
        .atMost(TestServer.WAIT)
        .until(() -> get(LIVE + "?dataset=shared/nothing", "ana").status() == 404);
    for (var i = 0; i < 3 * STREAMS; i++) {
      assertThat(get(LIVE + "?dataset=shared/nothing", "ana").status()).isEqualTo(404);
    }
    streams.add(LiveClient.follow(server.address(), LIVE, as("ana")));
    assertThat(get(LIVE, "ana").status()).isEqualTo(429);
    streams.forEach(LiveClient::close);
    await().atMost(TestServer.WAIT).until(() -> isOpenTo("ana"));
  }

  private static boolean isOpenTo(String user) {
    try (var stream = LiveClient.follow(server.address(), LIVE, as(user))) {
      return stream.status() == 200;
    } catch (UncheckedIOException refused) {
      return false;
    }
  }

  @Test
  void aUserWithoutARoleIsNotToldOfChangesThatOthersSee() {
    try (var stranger = LiveClient.follow(server.address(), LIVE, as("cleo"));
        var admin = LiveClient.follow(server.address(), LIVE, as("root"))) {
      assertThat(stranger.nextSnapshot().path("datasets")).isEmpty();
      for (var name : List.of("first", "second", "third")) {
        create(name);
        admin.nextSnapshot(seen -> seen.toString().contains("\"" + name + "\""));
      }
      var shown = create("shown");
      server.program().security().members.put(shown.id(), "cleo", Role.READER);
      create("fourth");

      var next = stranger.nextSnapshot();
      assertThat(next.path("datasets")).hasSize(1);
      assertThat(next.at("/datasets/0/name").asText()).isEqualTo("shown");
    }
  }

  @Test
  void receiptsThatNobodyReadsEndWithTheirConnection() throws Exception {
    var dataset = create("receipts");
    var members = server.program().security().members;
    members.put(dataset.id(), "ana", Role.READER);
    members.put(dataset.id(), "dora", Role.READER);
    try (var connection = DriverManager.getConnection(database.url(), "reload", "")) {
      ManyRows.live(Jdbi.create(connection), dataset.id(), 50_000, 0);
    }
    var path = "/api/v1/executions/01J0000000000000000000LIVE/receipt?format=csv";
    var before = temporaryFiles();
    var sockets = new ArrayList<Socket>();
    for (var i = 0; i < RECEIPTS; i++) {
      sockets.add(begin(path, "ana"));
    }

    var refused = get(path, "ana");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("detail").asText())
        .startsWith("You have 4 receipts on their way");
    assertThat(get(path, "dora").status()).isEqualTo(200);
    for (var socket : sockets) {
      socket.close();
    }
    await().atMost(TestServer.WAIT).until(() -> get(path, "ana").status() == 200);
    await().atMost(TestServer.WAIT).until(() -> before.containsAll(temporaryFiles()));
  }

  private static List<Path> temporaryFiles() throws IOException {
    var found = new ArrayList<Path>();
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (var files = Files.newDirectoryStream(temporary, "data-reload-receipt-*")) {
      files.forEach(found::add);
    }
    return found;
  }
}
