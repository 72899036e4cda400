package org.datareload.http;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.mail.internet.MimeMultipart;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What hostile names, keys and events do: nothing. The rows here and those of {@link BadInputsTest}
 * are the forty-four kinds of bad input that the program was built against; {@link #ELSEWHERE}
 * names the tests of those that need another rig.
 */
class HostileInputsTest {
  private static final int KINDS = 44;

  /** By number the test, as its class below {@code org.datareload} and its method. */
  private static final Map<Integer, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry(9, "route.KeysContract#refusesAKeyThatWouldBeTooLongInTheLake"),
          Map.entry(16, "route.TriggersContract#runsOneOfManyTriggersThatRace"),
          Map.entry(17, "http.BadInputsTest#aSecondStartNamesTheRunningOneAndProcessedFilesStay"),
          Map.entry(20, "http.BadInputsTest#theSameKeyGivesTheSameAnswerAndNoOther"),
          Map.entry(21, "http.BadInputsTest#aSecondStartNamesTheRunningOneAndProcessedFilesStay"),
          Map.entry(22, "http.BadInputsTest#aFileThatWasOverwrittenIsNotDeleted"),
          Map.entry(26, "ProgramTest#takesATestEventAndAttributesThatSteerCamelForNothing"),
          Map.entry(29, "access.IdentityTokensTest#refusesUnsignedAndWronglySignedTokens"),
          Map.entry(30, "http.AccessMatrixTest#letsInWhoMayAndNobodyElse"),
          Map.entry(31, "http.SignInOverHttpTest#keepsAPersonSignedInByACookieThatNoScriptReads"),
          Map.entry(40, "http.UploadsOverHttpTest#refusesBytesOfAnotherSize"),
          Map.entry(44, "route.MailOutagesTest#aServerThatHangsAfterItTookALetterGetsItOnce"));

  private static final Set<Operation> LOOKS = Set.of(Operation.HEAD, Operation.LIST);
  private static final Set<Operation> READS =
      Set.of(Operation.GET, Operation.COPY, Operation.UPLOAD_PART, Operation.CREATE_UPLOAD);

  private static TestServer server;
  private static int datasets;

  @BeforeAll
  static void start() {
    server = new TestServer(Map.of("reload.public-url", "https://reload.example.org"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  interface Check {
    void run(Place place) throws Exception;
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        row(1, "an event of a path that climbs", p -> p.touchesNothing("../../etc/passwd")),
        row(1, "the same from the root", p -> p.touchesNothing("/../../etc/passwd")),
        row(1, "steps up, encoded", p -> p.touchesNothing("a/%2e%2e/b")),
        row(1, "steps up to a trigger", p -> p.touchesNothing(p.folder("%2e%2e") + "_SUCCESS")),
        row(1, "nothing between slashes", p -> p.touchesNothing("a//b//" + p.folder("") + "/x")),
        row(2, "an event encoded twice", p -> p.touchesNothing("%252e%252e/%252e%252e/x")),
        row(2, "a trigger encoded twice", p -> p.touchesNothing(p.folder("ana") + "%255fSUCCESS")),
        row(2, "a name that looks encoded", p -> p.loadsAsItIs("%2e%2e")),
        row(2, "a user who looks encoded", p -> p.tellsTheOwnerAlone("%2e%2e")),
        row(3, "a line break in a name", p -> p.loadsAsItIs("a\r\nBcc: x@evil.csv")),
        row(4, "markup in a name", p -> p.loadsAsItIs("<img src=x onerror=alert(1)>.csv")),
        row(5, "an expression", p -> p.loadsAsItIs("${sysenv.PATH}.csv")),
        row(5, "an expression by its function", p -> p.loadsAsItIs("$simple{exchangeId}.csv")),
        row(5, "a placeholder", p -> p.loadsAsItIs("{{reload.mail.from}}.csv")),
        row(6, "a formula", p -> p.loadsAsItIs("=cmd|' C calc'!A0.csv")),
        row(7, "text from right to left", p -> p.loadsAsItIs("\u202Evsc.exe\u200B.csv")),
        row(7, "the same as an upload", p -> p.isNoUpload("\u202Evsc.exe.csv")),
        row(7, "a picture", p -> p.loadsAsItIs("\uD83D\uDE80\uD83C\uDFFD.csv")),
        row(7, "a letter in two pieces", p -> p.loadsAsItIs("Zu\u0308rich.csv")),
        row(7, "two forms of one name", Place::keepsBothForms),
        row(8, "signs of addresses", p -> p.loadsAsItIs("a+b %41#?&'\".csv")),
        row(10, "almost a trigger", p -> p.triggersNothing("_SUCCESS.csv")),
        row(10, "a trigger in other case", p -> p.triggersNothing("_success")),
        row(10, "a trigger's name at the end", p -> p.triggersNothing("x_SUCCESS")),
        row(11, "a trigger with a body", Place::loadsNoTrigger),
        row(12, "a trigger of nobody", Place::startsNothingElsewhere),
        row(13, "a trigger alone", Place::failsWithoutFiles),
        row(14, "a folder's marker, a file of no bytes", Place::ignoresMarkers),
        row(15, "an event a hundred times", Place::runsOnce),
        row(28, "a foreign host", Place::linksToItself),
        row(32, "a foreign origin", Place::allowsNoOrigin),
        row(41, "upload dates that are none", Place::refusesDates),
        row(42, "a user of markup", p -> p.tellsTheOwnerAlone("admin@x\"><script>")),
        row(42, "a user of 300 letters", p -> p.tellsTheOwnerAlone("u".repeat(300))),
        row(42, "a stranger's address", p -> p.tellsTheOwnerAlone("stranger@example.com")));
  }

  private static Arguments row(int number, String name, Check check) {
    return arguments(number + " " + name, check);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void doNothingElse(String name, Check check) throws Exception {
    check.run(new Place("input" + ++datasets));
  }

  @Test
  void haveEachARow() throws Exception {
    var numbers =
        Stream.concat(inputs(), BadInputsTest.inputs())
            .map(row -> Integer.valueOf(row.get()[0].toString().split(" ")[0]))
            .collect(toCollection(TreeSet::new));
    for (var entry : ELSEWHERE.entrySet()) {
      var names = entry.getValue().split("#");
      var type = Class.forName("org.datareload." + names[0]);
      assertThat(Arrays.stream(type.getDeclaredMethods()).filter(m -> m.getName().equals(names[1])))
          .as(entry.getValue())
          .hasSize(1)
          .allMatch(
              method ->
                  method.isAnnotationPresent(Test.class)
                      || method.isAnnotationPresent(TestFactory.class))
          .noneMatch(HostileInputsTest::mayBeSkipped);
      assertThat(type).as(entry.getValue()).doesNotMatch(HostileInputsTest::mayBeSkipped);
      numbers.add(entry.getKey());
    }
    for (var here : List.of(HostileInputsTest.class, BadInputsTest.class)) {
      assertThat(here).doesNotMatch(HostileInputsTest::mayBeSkipped);
      assertThat(here.getDeclaredMethods()).noneMatch(HostileInputsTest::mayBeSkipped);
    }
    assertThat(numbers).containsExactlyElementsOf(IntStream.rangeClosed(1, KINDS).boxed().toList());
  }

  /** Disabled, or run on a condition only. */
  private static boolean mayBeSkipped(AnnotatedElement test) {
    return test.isAnnotationPresent(Disabled.class)
        || Arrays.stream(test.getAnnotations())
            .map(annotation -> annotation.annotationType().getPackageName())
            .anyMatch("org.junit.jupiter.api.condition"::equals);
  }

  /** A dataset of its own for each row. */
  private static final class Place {
    private final String dataset;
    private final String path;

    Place(String name) {
      server.createDataset("hostile", name);
      dataset = "hostile/" + name;
      path = "/api/v1/datasets/" + dataset;
    }

    /** What an event is answered. */
    private static int post(String event) {
      var headers = Map.of("Authorization", "Bearer " + TestServer.TOKEN);
      return server.send("POST", "/events/s3", event, headers).status();
    }

    /** Collects those of the store's operations from now on. */
    private static void watch(Predicate<Call> wanted, Collection<Call> seen) {
      server
          .s3()
          .intercept(
              new Interceptor() {
                @Override
                public void before(Call call) {
                  if (wanted.test(call)) {
                    seen.add(call);
                  }
                }
              });
    }

    private String folder(String user) {
      return dataset + "/upload_date=1700000000/" + user + "/csv/";
    }

    /** The newest execution, once that many are over. */
    private JsonNode ended(int count) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                var all = executions();
                return all.size() == count
                    && !all.findValuesAsText("status").contains("processing");
              });
      return executions().get(0);
    }

    private JsonNode executions() {
      return server.get(path + "/executions").json().path("executions");
    }

    private JsonNode load(String user) {
      server.put(folder(user) + "_SUCCESS", "");
      return ended(1);
    }

    private List<String> lake() {
      var keys = new ArrayList<String>();
      server
          .program()
          .bean("store", ObjectStore.class)
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
      letterToTheOwner();
    }

    /** One letter, to nobody but the dataset's people, with nothing in it that acts. */
    private void letterToTheOwner() throws Exception {
      await().until(() -> letters() == 1);
      for (var mail : server.mail().received()) {
        assertThat(mail.getAllRecipients())
            .extracting(Object::toString)
            .containsExactly("ana@example.com");
        assertThat(mail.getHeader("Bcc")).isNull();
        var parts = (MimeMultipart) mail.getContent();
        for (var i = 0; i < parts.getCount(); i++) {
          var text = (String) parts.getBodyPart(i).getContent();
          assertThat(text).doesNotContain("\nBcc:", "\u202E", "\u200B");
          // Plain text shows a name as it is; there it is text.
          if (parts.getBodyPart(i).isMimeType("text/html")) {
            assertThat(text).contains("<html").doesNotContain("<img", "<script");
          }
        }
      }
    }

    private long letters() {
      return server.mail().received().stream()
          .filter(
              mail -> {
                try {
                  return mail.getSubject().startsWith("[" + dataset + "]");
                } catch (jakarta.mail.MessagingException e) {
                  throw new IllegalStateException(e);
                }
              })
          .count();
    }

    /** An event whose key says this, encoded or not, leads to nothing. */
    void touchesNothing(String key) throws Exception {
      server.putQuietly(folder("ana") + "a.csv", "1");
      server.putQuietly(folder("ana") + "_SUCCESS", "");
      var touched = new ConcurrentLinkedQueue<Call>();
      watch(call -> !LOOKS.contains(call.operation()) || !call.bucket().equals("landing"), touched);
      try {
        var event = TestServer.event("KEY").replace("KEY", key);
        assertThat(post(event)).isEqualTo(204);
      } finally {
        server.s3().intercept(new Interceptor() {});
      }
      assertThat(touched).isEmpty();
      assertThat(executions()).isEmpty();
      assertThat(server.get(path + "/files").json().path("total").asInt()).isZero();
    }

    /** Who writes the same letters in two ways has two files. */
    void keepsBothForms() throws Exception {
      var composed = "Z\u00FCrich.csv";
      server.put(folder("ana") + composed, "1");
      server.put(folder("ana") + "Zu\u0308rich.csv", "2");
      var execution = load("ana");
      assertThat(execution.path("status").asText()).isEqualTo("completed");
      var target = folder("ana") + execution.path("id").asText() + "/";
      assertThat(lake()).containsExactlyInAnyOrder(target + composed, target + "Zu\u0308rich.csv");
      letterToTheOwner();
      // Some systems write all their names so.
      var body = "{\"files\":[{\"name\":\"Zu\u0308rich.csv\",\"size\":1}]}";
      var upload = server.post(path + "/uploads", body);
      assertThat(upload.status()).isEqualTo(201);
      assertThat(upload.json().at("/uploads/0/key").asText()).endsWith("/Zu\u0308rich.csv");
    }

    void isNoUpload(String name) {
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
      watch(call -> READS.contains(call.operation()) && call.key().endsWith("_SUCCESS"), read);
      try {
        assertThat(post(TestServer.event(folder("ana") + "_SUCCESS"))).isEqualTo(200);
        assertThat(ended(1).path("status").asText()).isEqualTo("completed");
      } finally {
        server.s3().intercept(new Interceptor() {});
      }
      assertThat(read).isEmpty();
      assertThat(lake()).hasSize(1).allMatch(key -> key.endsWith("/a.csv"));
      letterToTheOwner();
    }

    void startsNothingElsewhere() {
      server.put(folder("ana") + "a.csv", "1");
      var wrong =
          List.of(
              dataset + "/_SUCCESS",
              dataset + "/upload_date=1700000000/_SUCCESS",
              folder("ana") + "deeper/_SUCCESS");
      wrong.forEach(key -> server.put(key, ""));
      server.put("nobody/atall/upload_date=1700000000/ana/csv/_SUCCESS", "");
      assertThat(executions()).isEmpty();
      var noted = server.get(path + "/problems").json().path("problems");
      assertThat(noted.findValuesAsText("key")).containsExactlyInAnyOrderElementsOf(wrong);
      assertThat(noted.findValuesAsText("reason")).allMatch(why -> why.contains("segments"));
      var all = server.get("/api/v1/problems?limit=500").json().path("problems");
      assertThat(all.findValuesAsText("reason")).contains("No dataset nobody/atall is registered");
    }

    void failsWithoutFiles() throws Exception {
      var execution = load("ana");
      assertThat(execution.path("status").asText()).isEqualTo("failed");
      assertThat(execution.path("reason").toString()).contains("no data files");
      letterToTheOwner();
    }

    void ignoresMarkers() {
      server.put(folder("ana") + "empty.csv", "");
      server.put(folder("ana") + "x/", "");
      assertThat(load("ana").path("status").asText()).isEqualTo("completed");
      assertThat(lake()).hasSize(1).allMatch(key -> key.endsWith("/empty.csv"));
    }

    void runsOnce() throws Exception {
      server.put(folder("ana") + "a.csv", "1");
      server.putQuietly(folder("ana") + "_SUCCESS", "");
      var event = TestServer.event(folder("ana") + "_SUCCESS");
      var held = new CountDownLatch(1);
      server.s3().intercept(BadInputsTest.holding(held));
      var threads = Executors.newFixedThreadPool(100);
      try {
        Callable<Integer> send = () -> post(event);
        for (var sent : threads.invokeAll(Collections.nCopies(100, send))) {
          // The trigger file stands as long as the first copy is held up: each delivery found it.
          assertThat(sent.get()).isEqualTo(200);
        }
        assertThat(executions()).hasSize(1);
      } finally {
        held.countDown();
        threads.shutdown();
        server.s3().intercept(new Interceptor() {});
      }
      assertThat(ended(1).path("status").asText()).isEqualTo("completed");
      letterToTheOwner();
    }

    void linksToItself() throws Exception {
      server.put(folder("ana") + "a.csv", "1");
      var evil = Map.of("X-Forwarded-Host", "evil", "Content-Type", "application/json");
      var body = "{\"all\":true,\"expected\":1}";
      var started = server.send("POST", path + "/executions", body, evil);
      assertThat(started.toString()).doesNotContain("evil");
      ended(1);
      await().until(() -> letters() == 1);
      for (var mail : server.mail().received()) {
        var text = new java.io.ByteArrayOutputStream();
        mail.writeTo(text);
        assertThat(text.toString()).contains("https://reload.example.org/");
      }
    }

    void allowsNoOrigin() {
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

    void tellsTheOwnerAlone(String user) throws Exception {
      server.put(folder(user) + "a.csv", "1");
      assertThat(load(user).path("status").asText()).isEqualTo("completed");
      letterToTheOwner();
    }
  }
}
