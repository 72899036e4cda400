package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;
import org.datareload.api.ContractText.Operation;
import org.datareload.testing.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sends requests generated from the schemas of the contract, half of them invalid. {@code
 * -Dreload.proof.seed} sets the seed.
 */
@ParameterizedClass(name = "{0}")
@CsvSource({"H2, 5000", "PostgreSQL, 3000"})
class RandomRequestsTest {
  private static final int THREADS = 4;
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "..",
          "%2e%2e",
          "a/b",
          "'--",
          ";drop",
          "\u0000",
          "\u202e",
          "😀",
          "null",
          "-1",
          "1e99",
          "99999999999999999999",
          "${sys:user.home}",
          "{{reload.db.password}}",
          "<script>",
          "x".repeat(2_000),
          "A",
          "_SUCCESS");

  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9A-Z]{26})\"");

  private final AtomicReferenceArray<String> ids = new AtomicReferenceArray<>(64);
  private final Map<String, String> settings;
  private final int requests;

  RandomRequestsTest(String database, int requests) {
    this.settings = database.equals("H2") ? Map.of() : TestServer.onPostgres();
    this.requests = requests;
  }

  @Test
  void neverGetAResponseThatViolatesTheContract() throws Exception {
    var seed = Long.getLong("reload.proof.seed", System.nanoTime());
    System.out.printf("requests: %d, -Dreload.proof.seed=%d%n", requests, seed);
    var contract = new ContractText();
    var operations =
        contract.operations().stream().filter(o -> !o.id().equals("followLive")).toList();
    var violations = new ConcurrentLinkedQueue<String>();
    var sent = new AtomicInteger();
    var statuses = new ConcurrentLinkedQueue<Integer>();
    try (var lines = new LogLines();
        var server = new TestServer(settings)) {
      prepare(server);
      var threads = Executors.newFixedThreadPool(THREADS);
      for (var t = 0; t < THREADS; t++) {
        var random = new Random(seed + t);
        threads.submit(
            () -> {
              while (sent.getAndIncrement() < requests && violations.size() < 20) {
                send(
                    server,
                    contract,
                    operations.get(random.nextInt(operations.size())),
                    random,
                    lines,
                    violations,
                    statuses);
              }
            });
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(20, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(violations).as("-Dreload.proof.seed=" + seed).isEmpty();
    assertThat(statuses).hasSizeGreaterThanOrEqualTo(requests).contains(200, 404, 409, 422);
  }

  /** Creates the dataset and files of the requests; called again after they were deleted. */
  private void prepare(TestServer server) {
    server.createDataset("sales", "orders");
    for (var name : List.of("a.csv", "b.csv", "c.csv")) {
      server.land("sales/orders", name, name);
    }
  }

  /** Collects ids of responses for later requests. */
  private void collectIds(TestServer.Reply reply) {
    var found = ID.matcher(reply.text());
    while (found.find()) {
      ids.set(found.group(1).hashCode() & (ids.length() - 1), found.group(1));
    }
  }

  private String known(Random random) {
    var id = ids.get(random.nextInt(ids.length()));
    return id == null ? "01ARZ3NDEKTSV4RRFFQ69G5FAV" : id;
  }

  private void send(
      TestServer server,
      ContractText contract,
      Operation operation,
      Random random,
      LogLines lines,
      ConcurrentLinkedQueue<String> violations,
      ConcurrentLinkedQueue<Integer> statuses) {
    var request = request(operation, random);
    try {
      var reply =
          server.send(operation.method(), request.path(), request.body(), request.headers());
      statuses.add(reply.status());
      var violation = contract.violation(operation, reply);
      if (reply.status() >= 500 || reply.status() == 405 || !violation.isEmpty()) {
        var stack =
            reply.status() == 500 ? lines.stackOf(reply.json().path("errorId").asText()) : "";
        violations.add(request + " -> " + reply + ": " + violation + stack);
      }
      collectIds(reply);
      if (operation.id().equals("deleteDataset") && reply.status() == 204) {
        prepare(server);
      }
    } catch (RuntimeException failed) {
      violations.add(request + " -> " + failed);
    }
  }

  private record Sent(String path, String body, Map<String, String> headers) {}

  private Sent request(Operation operation, Random random) {
    var path = operation.path();
    for (var parameter : operation.parameters("path")) {
      var name = parameter.getString("name");
      path = path.replace("{" + name + "}", encoded(pathValue(name, random)));
    }
    var query = new ArrayList<String>();
    for (var parameter : operation.parameters("query")) {
      if (random.nextInt(3) == 0) {
        var value = value(parameter.getJsonObject("schema"), random, 0);
        query.add(parameter.getString("name") + "=" + encoded(String.valueOf(value)));
      }
    }
    if (random.nextInt(40) == 0) {
      query.add("CamelHttpResponseCode=999");
    }
    var headers = new HashMap<String, String>();
    String body = null;
    if (operation.body() != null) {
      headers.put("Content-Type", random.nextInt(40) == 0 ? "text/xml" : "application/json");
      headers.put("Authorization", "Bearer " + TestServer.TOKEN);
      body = body(operation.body(), random);
    }
    if (!operation.parameters("header").isEmpty() && random.nextInt(4) == 0) {
      headers.put("Idempotency-Key", "key-" + random.nextInt(50));
    }
    return new Sent(path + (query.isEmpty() ? "" : "?" + String.join("&", query)), body, headers);
  }

  private String pathValue(String name, Random random) {
    if (random.nextInt(5) == 0) {
      // A blank would change the path.
      var odd = ODD.get(random.nextInt(ODD.size()));
      return odd.isBlank() || odd.contains(".") ? "odd" : odd;
    }
    return switch (name) {
      case "domain" -> "sales";
      case "name" -> "orders";
      case "token" -> TestServer.TOKEN;
      default -> known(random);
    };
  }

  private String body(JsonObject schema, Random random) {
    var kind = random.nextInt(20);
    if (kind == 0) {
      return List.of("", "{", "[]", "null", "\"x\"", "[".repeat(5_000), "{\"a\":1,\"a\":2}", "{}x")
          .get(random.nextInt(8));
    }
    var value = value(schema, random, 0);
    return value instanceof JsonObject object ? object.encode() : "{\"Records\":[]}";
  }

  private Object value(JsonObject schema, Random random, int depth) {
    if (random.nextInt(12) == 0) {
      return odd(random);
    }
    if (schema.containsKey("enum")) {
      var all = schema.getJsonArray("enum");
      return all.getValue(random.nextInt(all.size()));
    }
    var type = String.valueOf(schema.getValue("type"));
    return switch (type) {
      case "object" -> object(schema, random, depth);
      case "array" -> array(schema, random, depth);
      case "integer" -> random.nextInt(3) == 0 ? random.nextLong() : (Object) random.nextInt(20);
      case "boolean" -> random.nextBoolean();
      case "string" -> text(schema, random);
      default -> new JsonObject();
    };
  }

  private static Object odd(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> null;
      case 1 -> new JsonArray();
      case 2 -> new JsonObject();
      case 3 -> random.nextDouble() * 1e300;
      case 4 -> new BigInteger("123456789012345678901234567890");
      case 5 -> true;
      default -> ODD.get(random.nextInt(ODD.size()));
    };
  }

  private JsonObject object(JsonObject schema, Random random, int depth) {
    var value = new JsonObject();
    var required = schema.getJsonArray("required", new JsonArray());
    for (var property : schema.getJsonObject("properties", new JsonObject())) {
      var probability = required.contains(property.getKey()) ? 15 : 2;
      if (random.nextInt(16) < probability * (depth == 0 ? 1 : 2)) {
        value.put(property.getKey(), value((JsonObject) property.getValue(), random, depth + 1));
      }
    }
    if (random.nextInt(30) == 0) {
      value.put("odd", 1);
    }
    return value;
  }

  private JsonArray array(JsonObject schema, Random random, int depth) {
    var value = new JsonArray();
    for (var i = random.nextInt(4); i > 0; i--) {
      value.add(value(schema.getJsonObject("items"), random, depth + 1));
    }
    return value;
  }

  private String text(JsonObject schema, Random random) {
    var pattern = schema.getString("pattern", "");
    if (pattern.contains("@")) {
      return "ana" + random.nextInt(9) + "@example.com";
    }
    if (pattern.contains("/[A-Za-z0-9_]")) {
      return "sales/orders";
    }
    if (pattern.contains("Z$")) {
      return "20%02d-0%d-1%dT00:00:00Z"
          .formatted(random.nextInt(40), 1 + random.nextInt(9), random.nextInt(10));
    }
    if (pattern.contains("]+/[")) {
      return "text/csv";
    }
    if (pattern.contains("_-]{1,64}")) {
      return known(random);
    }
    return "name" + random.nextInt(500);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
