package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.store.StoredObject;

/** A dataset for one hostile input, and the checks of its effects. */
final class HostileCase {
  private static final Set<Operation> LOOKUPS = Set.of(Operation.HEAD, Operation.LIST);
  private static final Set<Operation> COPIES = Set.of(Operation.COPY, Operation.UPLOAD_PART);

  private final TestServer server;
  private final String dataset;
  private final String path;

  HostileCase(TestServer server, String name) {
    this.server = server;
    server.createDataset("hostile", name);
    dataset = "hostile/" + name;
    path = "/api/v1/datasets/" + dataset;
  }

  private int post(String event) {
    var headers = Map.of("Authorization", "Bearer " + TestServer.TOKEN);
    return server.send("POST", "/events/s3", event, headers).status();
  }

  /** Collects matching calls of the store from now on. */
  private void collect(Predicate<Call> filter, Collection<Call> calls) {
    server
        .s3()
        .intercept(
            Interceptor.before(
                call -> {
                  if (filter.test(call)) {
                    calls.add(call);
                  }
                }));
  }

  String folder(String user) {
    return dataset + "/upload_date=1700000000/" + user + "/csv/";
  }

  /** The only execution, once it is over. */
  private JsonNode awaitEnd() {
    await()
        .atMost(TestServer.WAIT)
        .until(
            () -> {
              var all = executions();
              return all.size() == 1 && !all.findValuesAsText("status").contains("processing");
            });
    return executions().get(0);
  }

  private JsonNode executions() {
    return server.get(path + "/executions").json().path("executions");
  }

  private JsonNode load(String user) {
    server.put(folder(user) + "_SUCCESS", "");
    return awaitEnd();
  }

  private List<String> lake() {
    var keys = new ArrayList<String>();
    server
        .program()
        .store()
        .list(
            TestServer.LAKE,
            dataset + "/upload",
            page -> page.stream().map(StoredObject::key).forEach(keys::add));
    return keys;
  }

  void loadsAsItIs(String name) throws Exception {
    server.put(folder("ana") + name, "1");
    var execution = load("ana");
    assertThat(execution.path("status").asText()).isEqualTo("completed");
    var id = execution.path("id").asText();
    assertThat(lake()).containsExactly(folder("ana") + id + "/" + name);
    assertOneMailToTheOwner();
  }

  /** One mail, only to the notify list, without markup or invisible characters from the input. */
  private void assertOneMailToTheOwner() throws Exception {
    await().atMost(TestServer.WAIT).until(() -> mails() == 1);
    for (var mail : server.mail().received()) {
      assertThat(mail.getAllRecipients())
          .extracting(Object::toString)
          .containsExactly("ana@example.com");
      assertThat(mail.getHeader("Bcc")).isNull();
      var parts = (MimeMultipart) mail.getContent();
      for (var i = 0; i < parts.getCount(); i++) {
        var text = (String) parts.getBodyPart(i).getContent();
        assertThat(text).doesNotContain("\nBcc:", "\u202E", "\u200B");
        // In the plain part markup is text.
        if (parts.getBodyPart(i).isMimeType("text/html")) {
          assertThat(text).contains("<html").doesNotContain("<img", "<script");
        }
      }
    }
  }

  private long mails() {
    return server.mail().received().stream()
        .filter(
            mail -> {
              try {
                return mail.getSubject().startsWith("[" + dataset + "]");
              } catch (MessagingException e) {
                throw new IllegalStateException(e);
              }
            })
        .count();
  }

  /** An event with this key, which may be encoded, has no effect. */
  void touchesNothing(String key) throws Exception {
    server.putQuietly(folder("ana") + "a.csv", "1");
    server.putQuietly(folder("ana") + "_SUCCESS", "");
    var touched = new ConcurrentLinkedQueue<Call>();
    collect(
        call -> !LOOKUPS.contains(call.operation()) || !call.bucket().equals("landing"), touched);
    try {
      var event = TestServer.event("KEY").replace("KEY", key);
      assertThat(post(event)).isEqualTo(200);
    } finally {
      server.s3().intercept(Interceptor.NONE);
    }
    assertThat(touched).isEmpty();
    assertThat(executions()).isEmpty();
    assertThat(server.get(path + "/files").json().path("total").asInt()).isZero();
  }

  /** Two Unicode forms of one name are two files. */
  void loadsBothForms() throws Exception {
    var composed = "Z\u00FCrich.csv";
    server.put(folder("ana") + composed, "1");
    server.put(folder("ana") + "Zu\u0308rich.csv", "2");
    var execution = load("ana");
    assertThat(execution.path("status").asText()).isEqualTo("completed");
    var target = folder("ana") + execution.path("id").asText() + "/";
    assertThat(lake()).containsExactlyInAnyOrder(target + composed, target + "Zu\u0308rich.csv");
    assertOneMailToTheOwner();
    // macOS decomposes names.
    var body = "{\"files\":[{\"name\":\"Zu\u0308rich.csv\",\"size\":1}]}";
    var upload = server.post(path + "/uploads", body);
    assertThat(upload.status()).isEqualTo(201);
    assertThat(upload.json().at("/uploads/0/key").asText()).endsWith("/Zu\u0308rich.csv");
  }

  /** Its execution fails, and only the owner is told. */
  void isAProblem(String name) throws Exception {
    server.put(folder("ana") + name, "1");
    assertThat(load("ana").path("status").asText()).isEqualTo("failed");
    var noted = server.get(path + "/problems").json().path("problems");
    assertThat(noted.findValuesAsText("key")).containsExactly(folder("ana") + name);
    assertOneMailToTheOwner();
  }

  void isRefusedAsUpload(String name) {
    var body = "{\"files\":[{\"name\":\"" + name + "\",\"size\":1}]}";
    assertThat(server.post(path + "/uploads", body).status()).isEqualTo(422);
  }

  void triggersNothing(String name) {
    server.put(folder("ana") + "a.csv", "1");
    server.put(folder("ana") + name, "");
    assertThat(executions()).isEmpty();
  }

  void loadsNoTrigger() throws Exception {
    server.put(folder("ana") + "a.csv", "1");
    server.putQuietly(folder("ana") + "_SUCCESS", "x".repeat(16 << 20));
    var read = new ConcurrentLinkedQueue<Call>();
    collect(call -> COPIES.contains(call.operation()) && call.key().endsWith("_SUCCESS"), read);
    try {
      assertThat(post(TestServer.event(folder("ana") + "_SUCCESS"))).isEqualTo(200);
      assertThat(awaitEnd().path("status").asText()).isEqualTo("completed");
    } finally {
      server.s3().intercept(Interceptor.NONE);
    }
    assertThat(read).isEmpty();
    assertThat(lake()).hasSize(1).allMatch(key -> key.endsWith("/a.csv"));
    assertOneMailToTheOwner();
  }

  void startsNothingInWrongPlaces() {
    server.put(folder("ana") + "a.csv", "1");
    var wrong =
        List.of(
            dataset + "/_SUCCESS",
            dataset + "/upload_date=1700000000/_SUCCESS",
            dataset + "/upload_date=1700000000/ana/_SUCCESS");
    wrong.forEach(key -> server.put(key, ""));
    server.put("unknown/dataset/upload_date=1700000000/ana/csv/_SUCCESS", "");
    assertThat(executions()).isEmpty();
    var noted = server.get(path + "/problems").json().path("problems");
    assertThat(noted.findValuesAsText("key")).containsExactlyInAnyOrderElementsOf(wrong);
    assertThat(noted.findValuesAsText("reason")).allMatch(why -> why.contains("segments"));
    var all = server.get("/api/v1/problems?limit=500").json().path("problems");
    assertThat(all.findValuesAsText("reason"))
        .anyMatch(why -> why.startsWith("No dataset unknown/dataset is registered"));
  }

  void failsWithoutFiles() throws Exception {
    var execution = load("ana");
    assertThat(execution.path("status").asText()).isEqualTo("failed");
    assertThat(execution.path("reason").toString()).contains("no data files");
    assertOneMailToTheOwner();
  }

  void ignoresMarkers() {
    server.put(folder("ana") + "empty.csv", "");
    server.put(folder("ana") + "x/", "");
    assertThat(load("ana").path("status").asText()).isEqualTo("completed");
    assertThat(lake()).hasSize(1).allMatch(key -> key.endsWith("/empty.csv"));
  }

  void startsOneExecution() throws Exception {
    server.put(folder("ana") + "a.csv", "1");
    server.putQuietly(folder("ana") + "_SUCCESS", "");
    var event = TestServer.event(folder("ana") + "_SUCCESS");
    var released = new CountDownLatch(1);
    server.s3().intercept(BadInputsTest.holdingCopies(released));
    var threads = Executors.newFixedThreadPool(100);
    try {
      Callable<Integer> send = () -> post(event);
      for (var sent : threads.invokeAll(Collections.nCopies(100, send))) {
        // The copies are blocked, so every delivery finds the trigger file.
        assertThat(sent.get()).isEqualTo(200);
      }
      assertThat(executions()).hasSize(1);
    } finally {
      released.countDown();
      threads.shutdown();
      server.s3().intercept(Interceptor.NONE);
    }
    assertThat(awaitEnd().path("status").asText()).isEqualTo("completed");
    assertOneMailToTheOwner();
  }

  void linksToThePublicUrl() throws Exception {
    server.put(folder("ana") + "a.csv", "1");
    var evil = Map.of("X-Forwarded-Host", "evil", "Content-Type", "application/json");
    var body = "{\"all\":true,\"expected\":1}";
    var started = server.send("POST", path + "/executions", body, evil);
    assertThat(started.toString()).doesNotContain("evil");
    awaitEnd();
    await().atMost(TestServer.WAIT).until(() -> mails() == 1);
    for (var mail : server.mail().received()) {
      var text = new ByteArrayOutputStream();
      mail.writeTo(text);
      assertThat(text.toString()).contains("https://reload.example.org/");
    }
  }

  void allowsNoForeignOrigin() {
    for (var method : List.of("GET", "OPTIONS")) {
      var reply = server.send(method, path, null, Map.of("Origin", "https://evil"));
      assertThat(reply.headers().keySet()).noneMatch(h -> h.startsWith("access-control"));
    }
  }

  void refusesDates() {
    for (var date : List.of("0", "-1", "9e99", "١٧٠٠٠٠٠٠٠٠", "17000000000000")) {
      var bad = folder("ana").replace("1700000000", date);
      server.put(bad + "a.csv", "1");
      server.put(bad + "_SUCCESS", "");
    }
    assertThat(executions()).isEmpty();
    assertThat(server.get(path + "/files").json().path("total").asInt()).isZero();
  }

  void mailsOnlyTheOwner(String user) throws Exception {
    server.put(folder(user) + "a.csv", "1");
    assertThat(load(user).path("status").asText()).isEqualTo("completed");
    assertOneMailToTheOwner();
  }
}
