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
    var message = exchange.getMessage();
    require(
        HttpMapper.authenticated(message).path().get("token"),
        message.getHeader("Authorization", String.class));
    var body = message.getBody(byte[].class);
    message.removeHeaders("*");
    return body == null ? "" : new String(body, UTF_8);
  }

  /**
   * Checks a token, also before the message is read.
   *
   * @param inPath null where the path has none
   * @param authorization the header, or null
   * @throws ProblemException 404 if the webhook is disabled, 401 if the token is missing or wrong
   */
  void require(String inPath, String authorization) {
    if (token.length == 0) {
      throw new ProblemException(
          Problem.of(404, "The webhook is disabled: reload.events.token is not set"));
    }
    var given = inPath == null ? inHeader(authorization) : inPath;
    if (!MessageDigest.isEqual(token, given.getBytes(UTF_8))) {
      throw new ProblemException(
          Problem.of(401, "The webhook token is missing or wrong")
              .header("WWW-Authenticate", "Bearer"));
    }
  }

  private static String inHeader(String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).strip()
        : "";
  }

  /** Says what became of the records, so that a sender sees when nobody waits for them. */
  public ApiResponse respond(EventCounts counts) {
    return ApiResponse.ok(counts);
  }
}
