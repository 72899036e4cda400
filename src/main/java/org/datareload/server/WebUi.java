package org.datareload.server;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import org.datareload.server.Assets.Asset;

/**
 * Serves the web UI. It is public: its data comes from the API, which authenticates. Camel's static
 * files are not used, since they would serve the whole class path and the working directory.
 */
public final class WebUi {
  private static final String FOREVER = "public, max-age=31536000, immutable";

  /** The paths that the web UI routes itself; each gets the same document. */
  private static final List<String> PAGES =
      List.of(
          "/", "/datasets", "/datasets/*", "/executions", "/executions/*", "/problems", "/sign-in");

  private final Assets assets = Assets.load();
  private final String policy;

  /**
   * @param uploadOrigins origins that the browser uploads to, as {@code
   *     https://bucket.s3.example.com}
   */
  public WebUi(Collection<String> uploadOrigins) {
    requireNonNull(uploadOrigins, "uploadOrigins is null");
    this.policy =
        String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self' " + String.join(" ", uploadOrigins),
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html");
  }

  void mount(Router router) {
    for (var page : PAGES) {
      router
          .route(page)
          .method(HttpMethod.GET)
          .method(HttpMethod.HEAD)
          .handler(context -> send(context, assets.index(), "no-cache"));
    }
    var folder = "/ui/" + assets.build() + "/";
    router
        .route(folder + "*")
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(
            context ->
                assets
                    .asset(context.normalizedPath().substring(folder.length()))
                    .ifPresentOrElse(asset -> send(context, asset, FOREVER), context::next));
  }

  private void send(RoutingContext context, Asset asset, String caching) {
    var request = context.request();
    var response =
        context
            .response()
            .putHeader("Cache-Control", caching)
            .putHeader("Content-Security-Policy", policy)
            .putHeader("Cross-Origin-Opener-Policy", "same-origin")
            .putHeader("ETag", asset.etag())
            .putHeader("Referrer-Policy", "no-referrer")
            .putHeader("Vary", "Accept-Encoding")
            .putHeader("X-Content-Type-Options", "nosniff");
    if (asset.etag().equals(request.getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    var encodings = request.getHeader("Accept-Encoding");
    var isGzipped = encodings != null && encodings.contains("gzip");
    if (isGzipped) {
      response.putHeader("Content-Encoding", "gzip");
    }
    var bytes = isGzipped ? asset.gzipped() : asset.plain();
    response
        .putHeader("Content-Type", asset.type())
        .putHeader("Content-Length", Integer.toString(bytes.length));
    if (request.method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(Buffer.buffer(bytes));
    }
  }
}
