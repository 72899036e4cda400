package org.datareload.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.datareload.api.ContractText.Operation;
import org.datareload.api.TestServer.Reply;
import org.datareload.security.UserFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile requests below 1 MiB to each operation: what is refused costs the server little processor
 * time, whoever sends it. Wall time would measure the other programs of this machine.
 */
class RequestCostTest {
  private static final Duration BOUND = Duration.ofMillis(100);
  private static final int ATTEMPTS = 6;
  private static final int MAX_ANSWER = 64 << 10;
  private static final int LONG = 900_000;
  private static final int CHUNK = 1 << 16;
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");
  private static final String PLACE = "\"PLACE\"";

  /** Operations that anybody may send. */
  private static final List<String> OPEN = List.of("any", "events", "person");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir static Path folder;
  private static TestServer server;

  private final List<String> breaches = new ArrayList<>();
  private int refused;

  /** Who sends a request: nobody known, a user without a role, the owner of the dataset. */
  private enum Sender {
    STRANGER,
    GUEST,
    MEMBER;

    Map<String, String> headers(Operation operation) {
      var headers = new LinkedHashMap<String, String>();
      if (operation.body() != null) {
        headers.put("Content-Type", "application/json");
      }
      if (this == MEMBER && need(operation).equals("events")) {
        headers.put("Authorization", "Bearer " + TestServer.TOKEN);
      } else if (this != STRANGER) {
        var user = name().toLowerCase(Locale.ROOT);
        var pair = (user + ":" + user + "!").getBytes(UTF_8);
        headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
      }
      return headers;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    var users =
        "user.member.admin=true\n"
            + UserFiles.user("member", "member!")
            + UserFiles.user("guest", "guest!");
    var file = Files.writeString(folder.resolve("users.properties"), users);
    server = new TestServer(Map.of("reload.auth", "basic", "reload.users.file", file.toString()));
    var member = Sender.MEMBER.headers(operation("createDataset"));
    var dataset =
        """
        {"domain":"sales","name":"orders","fileType":"csv","updateMethod":"reload",
         "notify":["ana@example.com"]}
        """;
    assertThat(server.send("POST", "/api/v1/datasets", dataset, member).status()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Operation operation(String id) {
    return new ContractText()
        .operations().stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
  }

  private static String need(Operation operation) {
    return operation.text().getString("x-action");
  }

  @Test
  void theMeterSeesWhatAnotherThreadSpends() throws Exception {
    var before = processorTimes();
    var spender =
        new Thread(
            () -> {
              while (THREADS.getCurrentThreadCpuTime() < BOUND.toNanos() * 2) {
                Thread.onSpinWait();
              }
              stay();
            });
    spender.setDaemon(true);
    spender.start();
    while (spender.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(spentSince(before)).isGreaterThanOrEqualTo(BOUND.toNanos() * 2);
    spender.interrupt();
  }

  private static synchronized void stay() {
    try {
      RequestCostTest.class.wait();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void hostileBodiesCostLittle() {
    for (var operation : new ContractText().operations()) {
      if (operation.body() == null) {
        continue;
      }
      for (var sender : Sender.values()) {
        // Of others the body is not looked at.
        var isRead = sender == Sender.MEMBER || isPublic(operation);
        var path = path(operation).replace(TestServer.TOKEN, isRead ? TestServer.TOKEN : "another");
        Consumer<String> send = body -> check(operation, path, sender, Map.of(), body);
        (isRead ? bodies(operation.body()) : structures()).forEach(send);
      }
    }
    assertThat(breaches).isEmpty();
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void hostileParametersCostLittle() {
    for (var operation : new ContractText().operations()) {
      for (var sender : Sender.values()) {
        for (var text : texts()) {
          for (var parameter : operation.parameters("path")) {
            var name = parameter.getString("name");
            var path = operation.path().replace("{" + name + "}", encoded(text));
            check(operation, path(path), sender, Map.of(), null);
          }
          for (var parameter : operation.parameters("query")) {
            var query = "?" + parameter.getString("name") + "=" + encoded(text);
            check(operation, path(operation) + query, sender, Map.of(), null);
          }
          var unknown = "?" + "&a=b".repeat(2) + encoded(text);
          check(operation, path(operation) + unknown, sender, Map.of(), null);
        }
        var many = IntStream.range(0, 700).mapToObj(i -> "q" + i + "=").toList();
        check(operation, path(operation) + "?" + String.join("&", many), sender, Map.of(), null);
      }
    }
    assertThat(breaches).isEmpty();
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void hostileHeadersCostLittle() {
    var operation = operation("createUploads");
    var texts =
        List.of("a".repeat(7_000), "; ".repeat(3_500), ": ".repeat(3_500), "%".repeat(7_000), "=");
    for (var name :
        List.of(
            "Idempotency-Key", "Cookie", "Content-Type", "Accept", "Origin", "Sec-Fetch-Site")) {
      for (var text : texts) {
        for (var sender : Sender.values()) {
          check(operation, path(operation), sender, Map.of(name, text), "{}");
        }
      }
    }
    for (var text : texts) {
      for (var scheme : List.of("Basic ", "Bearer ", "")) {
        var header = Map.of("Authorization", scheme + text);
        check(operation, path(operation), Sender.STRANGER, header, "{}");
      }
    }
    assertThat(breaches).isEmpty();
    assertThat(refused).isGreaterThan(50);
  }

  /** Sends until the answer is there: the server does not read a body that it refuses. */
  private static Reply exchange(String line, Map<String, String> headers, String body) {
    var head = new StringBuilder(line).append(" HTTP/1.1\r\nHost: localhost\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length()).append("\r\n\r\n");
    try (var socket = new Socket("127.0.0.1", server.address().getPort())) {
      socket.setSoTimeout((int) TestServer.WAIT.toMillis());
      var in = socket.getInputStream();
      var out = socket.getOutputStream();
      var all = head.append(body).toString().getBytes(ISO_8859_1);
      for (var at = 0; at < all.length && in.available() == 0; at += CHUNK) {
        out.write(all, at, Math.min(CHUNK, all.length - at));
      }
      var answer = new StringBuilder();
      while (answer.indexOf("\r\n\r\n") < 0) {
        var next = in.read();
        if (next < 0) {
          throw new IOException("closed after " + answer);
        }
        answer.append((char) next);
      }
      var length = LENGTH.matcher(answer);
      var text = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
      var status = Integer.parseInt(answer.substring(9, 12));
      return new Reply(status, Map.of(), new String(text, UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(line + " " + start(body), failed);
    }
  }

  private static boolean isPublic(Operation operation) {
    return operation.id().equals("signIn");
  }

  /** Sends a request, a breach of the bound several times: the code may be cold at first. */
  private void check(
      Operation operation, String path, Sender sender, Map<String, String> more, String body) {
    var headers = new LinkedHashMap<>(sender.headers(operation));
    headers.putAll(more);
    var least = Long.MAX_VALUE;
    Reply reply = null;
    for (var i = 0; i < ATTEMPTS && least > BOUND.toNanos(); i++) {
      var before = processorTimes();
      reply = exchange(operation.method() + " " + path, headers, body == null ? "" : body);
      least = Math.min(least, spentSince(before));
      if (reply.status() < 400) {
        return;
      }
    }
    refused++;
    var what =
        "%s by %s: %s of %s -> %d after %d ms, %d characters"
            .formatted(
                operation.id(),
                sender,
                start(body == null ? path : body),
                start(more.toString()),
                reply.status(),
                Duration.ofNanos(least).toMillis(),
                reply.text().length());
    if (least > BOUND.toNanos()
        || reply.status() >= 500
        || reply.text().length() > MAX_ANSWER
        || body != null && more.isEmpty() && !isRefusedByRight(operation, sender, reply)) {
      breaches.add(what);
    }
  }

  /** Who lacks the right to an operation learns nothing about a body. */
  private static boolean isRefusedByRight(Operation operation, Sender sender, Reply reply) {
    if (sender == Sender.MEMBER || isPublic(operation)) {
      return true;
    }
    if (sender == Sender.STRANGER || need(operation).equals("events")) {
      return reply.status() == 401;
    }
    return OPEN.contains(need(operation)) || reply.status() == 403 || reply.status() == 404;
  }

  private static String start(String text) {
    return text.length() <= 120 ? text : text.substring(0, 120) + "… (" + text.length() + ")";
  }

  /** Processor time of each other thread that lives, in nanoseconds by its id. */
  private static Map<Long, Long> processorTimes() {
    var ids = THREADS.getAllThreadIds();
    var times = THREADS.getThreadCpuTime(ids);
    return IntStream.range(0, ids.length)
        .filter(i -> ids[i] != Thread.currentThread().getId() && times[i] >= 0)
        .boxed()
        .collect(toMap(i -> ids[i], i -> times[i]));
  }

  /** By thread, since the time of a thread that ended meanwhile is no longer told. */
  private static long spentSince(Map<Long, Long> before) {
    return processorTimes().entrySet().stream()
        .mapToLong(now -> now.getValue() - before.getOrDefault(now.getKey(), 0L))
        .sum();
  }

  private static String path(Operation operation) {
    return path(operation.path());
  }

  private static String path(String path) {
    return path.replace("{domain}", "sales")
        .replace("{name}", "orders")
        .replace("{token}", TestServer.TOKEN)
        .replaceAll("\\{\\w+}", "01ARZ3NDEKTSV4RRFFQ69G5FAV");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** For parameters: a request line has at most 4 KiB. */
  private static List<String> texts() {
    return List.of(
        "1e1000000",
        "-1e1000000",
        "1e-1000000",
        "9".repeat(3_000),
        "a".repeat(3_000),
        "a/".repeat(700),
        "2026-11-22T00:00:00." + "9".repeat(3_000),
        "\0",
        "x!",
        "!".repeat(1_000));
  }

  /** Hostile bodies, and bodies as the schema wants them with one hostile value. */
  private static List<String> bodies(JsonObject schema) {
    var bodies = new ArrayList<>(structures());
    for (var place : places(schema)) {
      for (var value : values(place.schema())) {
        bodies.add(place.text().replace(PLACE, value));
      }
    }
    return bodies;
  }

  private static List<String> structures() {
    return List.of(
        "",
        " ".repeat(LONG),
        "\"" + "a".repeat(LONG) + "\"",
        "[".repeat(LONG),
        "{\"a\":".repeat(LONG / 5),
        "[" + "1,".repeat(LONG / 2) + "1]",
        "[" + "{},".repeat(LONG / 3) + "{}]",
        object(0, 70_000, "0"),
        // Up to the limits of the reader.
        object(0, 1_000, "1e999"),
        "{\"a\":" + many(object(0, 1_000, "1"), 24) + "}",
        object(0, 900, many("1", 50)),
        collidingNames(),
        "{\"" + "a".repeat(LONG) + "\":1}",
        "{" + "\"a\":1,".repeat(LONG / 6) + "\"a\":1}",
        "1e1000000",
        "9".repeat(LONG));
  }

  private static String object(int from, int names, String value) {
    var members = IntStream.range(from, from + names).mapToObj(i -> "\"k" + i + "\":" + value);
    return "{" + String.join(",", members.toList()) + "}";
  }

  private static String many(String value, int count) {
    return "[" + (value + ",").repeat(count - 1) + value + "]";
  }

  /** Names of one hash code in Java. */
  private static String collidingNames() {
    var members =
        IntStream.range(0, 990)
            .mapToObj(
                i ->
                    IntStream.range(0, 10)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .reduce("", String::concat))
            .map(name -> "\"" + name + "\":1");
    return "{" + String.join(",", members.toList()) + "}";
  }

  /** A body with one place to fill. */
  private record Place(String text, JsonObject schema) {}

  private static List<Place> places(JsonObject schema) {
    var places = new ArrayList<Place>();
    places.add(new Place(PLACE, schema));
    for (var property : schema.getJsonObject("properties", new JsonObject())) {
      for (var below : places((JsonObject) property.getValue())) {
        var sample = (JsonObject) sample(schema);
        sample.put(property.getKey(), "PLACE");
        places.add(new Place(sample.encode().replace(PLACE, below.text()), below.schema()));
      }
    }
    if (schema.containsKey("items")) {
      for (var below : places(schema.getJsonObject("items"))) {
        places.add(new Place("[" + below.text() + "]", below.schema()));
        places.add(new Place(many(below.text(), 5), below.schema()));
      }
    }
    return places;
  }

  /** A value that the schema allows, with what it requires. */
  private static Object sample(JsonObject schema) {
    if (schema.containsKey("enum")) {
      return schema.getJsonArray("enum").getValue(0);
    }
    return switch (String.valueOf(schema.getValue("type"))) {
      case "object" -> {
        var value = new JsonObject();
        for (var name : schema.getJsonArray("required", new JsonArray())) {
          value.put(
              (String) name,
              sample(schema.getJsonObject("properties").getJsonObject((String) name)));
        }
        yield value;
      }
      case "array" -> new JsonArray().add(sample(schema.getJsonObject("items")));
      case "integer" -> 1;
      case "boolean" -> true;
      default -> "name";
    };
  }

  private static List<String> values(JsonObject schema) {
    var values =
        new ArrayList<>(
            List.of(
                "1e1000000",
                "-1e1000000",
                "1e-1000000",
                "1e999999999",
                "1e999",
                "9".repeat(170_000),
                "0." + "0".repeat(170_000) + "1",
                "[".repeat(170_000),
                many("1", 20_000),
                many("{}", 16_000),
                many("\"" + "!".repeat(15) + "\"", 40_000),
                object(0, 1_000, "0")));
    if (String.valueOf(schema.getValue("type")).contains("string")) {
      values.addAll(strings(170_000));
      values.addAll(strings(schema.getInteger("maxLength", 255) - 1));
    }
    if (schema.containsKey("items")) {
      // Unknown names, or none that is required, in each of as many items as there may be.
      values.add(many(object(0, 3, "1"), 5_000));
      values.add(many("{\"name\":\"_\",\"size\":1}", 5_000));
      values.add(many("\"01ARZ3NDEKTSV4RRFFQ69G5FAV\"", 10_000));
      var ids =
          IntStream.range(0, 10_000).mapToObj(i -> "\"01ARZ3NDEKTSV4RRFFQ6%06d\"".formatted(i));
      values.add("[" + String.join(",", ids.toList()) + "]");
    }
    return values;
  }

  /** Texts of some length that patterns might try in many ways; the last character is wrong. */
  private static List<String> strings(int length) {
    return List.of("a", "a/", "; a=a", "a.", "a@", "/", "a/a; a=a", "2026-11-22T00:00:00.").stream()
        .map(part -> "\"" + part.repeat(length / part.length() + 1).substring(0, length) + "!\"")
        .toList();
  }
}
