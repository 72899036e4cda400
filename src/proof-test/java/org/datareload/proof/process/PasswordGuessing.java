package org.datareload.proof.process;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.datareload.store.TestZones;

/**
 * What a signed-in user feels while many addresses guess passwords: {@code PasswordGuessing
 * <addresses> <seconds>}. Each address guesses ten passwords a second, of Ana and of invented users
 * in turns, by the page and by the header, and does not wait when it is told to. Prints the times
 * of the user's requests before and meanwhile, and the responses to the guesses, or why there was
 * none.
 */
final class PasswordGuessing {
  private static final int COST = 12;
  private static final int PAUSE_MILLIS = 100;
  private static final String PASSWORD = "right";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, LongAdder> guesses = new ConcurrentSkipListMap<>();
  private final String base;
  private volatile boolean isOver;

  private PasswordGuessing(int port) {
    base = "http://127.0.0.1:" + port + "/api/v1";
  }

  public static void main(String[] arguments) throws Exception {
    var addresses = Integer.parseInt(arguments[0]);
    var seconds = Integer.parseInt(arguments[1]);
    var folder = Files.createTempDirectory("password-guessing");
    var hash = BCrypt.withDefaults().hashToString(COST, PASSWORD.toCharArray());
    var users = Files.writeString(folder.resolve("users"), "user.ana.password=" + hash + "\n");
    var zones = new TestZones();
    try (var child =
        new Child(
            folder,
            Map.of(
                "reload.lz.bucket",
                zones.zones().landing(),
                "reload.dlz.bucket",
                zones.zones().lake(),
                "reload.s3.endpoint",
                zones.server().endpoint().toString(),
                "reload.s3.path-style",
                "true",
                "reload.auth",
                "basic",
                "reload.users.file",
                users.toString(),
                "reload.http.trusted-proxies",
                "127.0.0.1"))) {
      child.spawn();
      while (child.api.status("/openapi.yaml") != 200) {
        if (!child.isAlive()) {
          throw new IllegalStateException(child.output());
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
      new PasswordGuessing(child.api.port()).run(addresses, seconds);
    }
    System.exit(0);
  }

  private void run(int addresses, int seconds) throws Exception {
    var signedIn = send(signIn("192.0.2.1", "ana", PASSWORD));
    var cookie = signedIn.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    // The first requests of a process are slow.
    measure(cookie, 5);
    print("before", measure(cookie, seconds));
    var guessers = new ArrayList<Thread>();
    for (var i = 0; i < addresses; i++) {
      var address = "203.0." + (113 + i / 250) + "." + (1 + i % 250);
      guessers.add(new Thread(() -> guess(address)));
    }
    guessers.forEach(Thread::start);
    print("meanwhile", measure(cookie, seconds));
    isOver = true;
    for (var guesser : guessers) {
      guesser.join();
    }
    System.out.println("guesses by status or failure: " + guesses);
  }

  private void guess(String address) {
    for (var i = 0; !isOver; i++) {
      var user = i % 2 == 0 ? "ana" : "eve" + i + address;
      var request = i % 4 < 2 ? signIn(address, user, "wrong" + i) : basic(address, user, i);
      try {
        count(Integer.toString(send(request).statusCode()));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (Exception failed) {
        count(failed.getMessage());
      }
    }
  }

  private void count(String outcome) {
    guesses.computeIfAbsent(outcome, absent -> new LongAdder()).increment();
  }

  /** Twenty requests a second. */
  private List<Long> measure(String cookie, int seconds) throws Exception {
    var request = request("/datasets", "192.0.2.1").header("Cookie", cookie).build();
    var millis = new ArrayList<Long>();
    var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < until) {
      var start = System.nanoTime();
      var status = send(request).statusCode();
      if (status != 200) {
        throw new IllegalStateException("the signed-in user gets " + status);
      }
      millis.add((System.nanoTime() - start) / 1_000_000);
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return millis.stream().sorted().toList();
  }

  private static void print(String when, List<Long> millis) {
    System.out.printf(
        "%s: %d requests, median %d ms, p95 %d ms, longest %d ms%n",
        when,
        millis.size(),
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 95 / 100),
        millis.get(millis.size() - 1));
  }

  private HttpRequest signIn(String address, String user, String password) {
    return request("/session", address)
        .header("Content-Type", "application/json")
        .POST(
            BodyPublishers.ofString(
                "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}"))
        .build();
  }

  private HttpRequest basic(String address, String user, int i) {
    var login = (user + ":wrong" + i).getBytes();
    return request("/me", address)
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login))
        .build();
  }

  private HttpRequest.Builder request(String path, String address) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(Duration.ofMinutes(1))
        .header("X-Forwarded-For", address);
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString());
  }
}
