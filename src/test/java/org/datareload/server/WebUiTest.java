package org.datareload.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The web UI over HTTP. */
class WebUiTest {
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
  void answersEachPageByTheSameDocument(String path) throws Exception {
    var response = send("GET", path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
    assertThat(response.body())
        .contains("<div id=\"app\">", "<title>Data Reload</title>", "needs JavaScript")
        .doesNotContain("{{");
  }

  @Test
  void allowsOwnScriptsAndUploadsToTheStore() throws Exception {
    var response = send("GET", "/");

    assertThat(header(response, "Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
        .contains("connect-src 'self' " + STORE + ";", "frame-ancestors 'none'")
        .contains("require-trusted-types-for 'script'", "trusted-types lit-html")
        .doesNotContain("unsafe", "*");
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
  }

  @Test
  void letsAssetsBeCachedForever() throws Exception {
    var asset = send("GET", base() + "app.js");

    assertThat(header(asset, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(asset, "Cache-Control")).contains("immutable");
    assertThat(send("GET", base() + "lit/lit-html.js").statusCode()).isEqualTo(200);
    assertThat(send("GET", base() + "pages/pending.js").statusCode()).isEqualTo(200);
    assertThat(send("GET", base() + "i18n/en.json").statusCode()).isEqualTo(200);
  }

  @Test
  void answers304ToAKnownEtag() throws Exception {
    var etag = header(send("GET", "/"), "ETag");
    var again = send("GET", "/", "If-None-Match", etag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void compressesForClientsThatAcceptGzip() throws Exception {
    var plain = send("GET", base() + "app.js");
    var gzipped = send("GET", base() + "app.js", "Accept-Encoding", "gzip, br");

    assertThat(header(gzipped, "Content-Encoding")).isEqualTo("gzip");
    assertThat(length(gzipped)).isLessThan(length(plain) / 2);
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    var response = send("HEAD", "/");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(length(response)).isPositive();
    assertThat(response.body()).isEmpty();
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
  void servesNoOtherFile(String name) throws Exception {
    assertThat(send("GET", base() + name).statusCode()).isEqualTo(404);
  }

  @Test
  void isSmall() {
    assertThat(Assets.load().size()).isLessThan(60_000);
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

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  private static long length(HttpResponse<?> response) {
    return response.headers().firstValueAsLong("Content-Length").orElseThrow();
  }
}
