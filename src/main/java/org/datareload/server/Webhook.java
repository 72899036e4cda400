package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import org.apache.camel.Exchange;
import org.datareload.api.ApiResponse;
import org.datareload.api.Problem;
import org.datareload.api.ProblemException;
import org.datareload.landing.EventCounts;

/** Checks the token of stores that post events, and makes the response. */
public final class Webhook {
  private static final String BEARER = "bearer ";

  private final byte[] token;

  /**
   * @param token empty if the webhook is disabled
   */
  public Webhook(String token) {
    this.token = requireNonNull(token, "token is null").getBytes(UTF_8);
  }

  /**
   * Reads the message, and drops all headers.
   *
   * @throws ProblemException 404 if the webhook is disabled, 401 if the token is missing or wrong
   */
  public String read(Exchange exchange) {
    if (token.length == 0) {
      throw new ProblemException(
          Problem.of(404, "The webhook is disabled: reload.events.token is not set"));
    }
    if (!MessageDigest.isEqual(token, token(exchange).getBytes(UTF_8))) {
      throw new ProblemException(
          Problem.of(401, "The webhook token is missing or wrong")
              .header("WWW-Authenticate", "Bearer"));
    }
    var message = exchange.getMessage();
    var body = message.getBody(byte[].class);
    message.removeHeaders("*");
    return body == null ? "" : new String(body, UTF_8);
  }

  private static String token(Exchange exchange) {
    var inPath = HttpMapper.authenticated(exchange.getMessage()).path().get("token");
    if (inPath != null) {
      return inPath;
    }
    var header = exchange.getMessage().getHeader("Authorization", "", String.class);
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : "";
  }

  /** Says what became of the records, so that a sender sees when nobody waits for them. */
  public ApiResponse respond(EventCounts counts) {
    return ApiResponse.ok(counts);
  }
}
