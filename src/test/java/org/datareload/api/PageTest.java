package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.datareload.server.Assets;
import org.datareload.server.WebUi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  private static final String STORE = "https://landing.s3.example.com";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void serve() {
    var router = Router.router(vertx);
    new WebUi(List.of(STORE)).mount(router);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/datasets",
        "/datasets/sales/orders/pending",
        "/executions/01J9",
        "/problems",
        "/sign-in"
      })
  void answersEachPlaceByTheSameDocument(String place) throws Exception {
    var answer = send("GET", place);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    assertThat(answer.body())
        .contains("<div id=\"app\">", "<title>Data Reload</title>", "needs JavaScript")
        .doesNotContain("{{");
  }

  @Test
  void letsScriptsComeFromHereAndUploadsGoToTheStore() throws Exception {
    var answer = send("GET", "/");

    assertThat(header(answer, "Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
        .contains("connect-src 'self' " + STORE + ";", "frame-ancestors 'none'")
        .contains("require-trusted-types-for 'script'", "trusted-types lit-html")
        .doesNotContain("unsafe", "*");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
  }

  @Test
  void letsAssetsBeKeptForEver() throws Exception {
    var asset = send("GET", base() + "app.js");

    assertThat(header(asset, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(asset, "Cache-Control")).contains("immutable");
    assertThat(send("GET", base() + "lit/lit-html.js").statusCode()).isEqualTo(200);
    assertThat(send("GET", base() + "pages/pending.js").statusCode()).isEqualTo(200);
    assertThat(send("GET", base() + "i18n/en.json").statusCode()).isEqualTo(200);
  }

  @Test
  void sendsNothingAgainThatTheBrowserHas() throws Exception {
    var etag = header(send("GET", "/"), "ETag");
    var again = send("GET", "/", "If-None-Match", etag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void packsWhatIsTakenPacked() throws Exception {
    var plain = send("GET", base() + "app.js");
    var packed = send("GET", base() + "app.js", "Accept-Encoding", "gzip, br");

    assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(length(packed)).isLessThan(length(plain) / 2);
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    var answer = send("HEAD", "/");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(length(answer)).isPositive();
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../application.properties",
        "..%2fapplication.properties",
        "application.properties",
        "log4j2.properties",
        "../../org/datareload/Main.class",
        "index.html",
        "lit/package.json",
        "pages/",
        ""
      })
  void servesNothingElse(String name) throws Exception {
    assertThat(send("GET", base() + name).statusCode()).isEqualTo(404);
  }

  @Test
  void weighsLittle() {
    assertThat(Assets.load().weight()).isLessThan(60_000);
  }

  private String base() throws Exception {
    var page = send("GET", "/").body();
    var from = page.indexOf("/ui/");
    return page.substring(from, page.indexOf('/', from + 4) + 1);
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d%s".formatted(server.actualPort(), path)))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse(null);
  }

  private static long length(HttpResponse<?> answer) {
    return answer.headers().firstValueAsLong("Content-Length").orElseThrow();
  }
}
