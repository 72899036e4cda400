package org.datareload.server;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;

/** Serves the web page. It is public: what it shows comes from the API, which asks who reads. */
public final class WebUi {
  private static final String FOREVER = "public, max-age=31536000, immutable";

  /** Addresses that the page draws itself; each is answered by the same document. */
  private static final List<String> PLACES =
      List.of(
          "/", "/datasets", "/datasets/*", "/executions", "/executions/*", "/problems", "/sign-in");

  private final Assets files = Assets.load();
  private final String policy;

  /**
   * @param stores origins that the browser uploads to, as {@code https://bucket.s3.example.com}
   */
  public WebUi(Collection<String> stores) {
    requireNonNull(stores, "stores is null");
    this.policy =
        String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self' " + String.join(" ", stores),
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html");
  }

  /** Adds the page's routes. */
  public void mount(Router router) {
    for (var place : PLACES) {
      router.route(place).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::index);
    }
    var assets = "/ui/" + files.build() + "/";
    router
        .route(assets + "*")
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(request -> asset(request, request.normalizedPath().substring(assets.length())));
  }

  private void index(RoutingContext request) {
    send(request, files.index(), "no-cache");
  }

  private void asset(RoutingContext request, String name) {
    files.asset(name).ifPresentOrElse(file -> send(request, file, FOREVER), request::next);
  }

  private void send(RoutingContext request, Asset file, String caching) {
    var accepted = request.request().getHeader("Accept-Encoding");
    var packed = accepted != null && accepted.contains("gzip");
    var response = request.response();
    response
        .putHeader("Cache-Control", caching)
        .putHeader("Content-Security-Policy", policy)
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("ETag", file.etag())
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Vary", "Accept-Encoding")
        .putHeader("X-Content-Type-Options", "nosniff");
    if (file.etag().equals(request.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    var bytes = packed ? file.packed() : file.plain();
    if (packed) {
      response.putHeader("Content-Encoding", "gzip");
    }
    response
        .putHeader("Content-Type", file.type())
        .putHeader("Content-Length", Integer.toString(bytes.length));
    if (request.request().method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(Buffer.buffer(bytes));
    }
  }
}
