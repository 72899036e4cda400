package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.util.List;
import org.apache.camel.Exchange;
import org.datareload.api.ApiResponse;
import org.datareload.api.OperationDispatcher;
import org.datareload.api.Problem;
import org.datareload.api.ProblemException;
import org.datareload.landing.UnreadableEventException;

/** Lets in stores that know the token, and says what became of their events. */
public final class Webhook {
  private static final String BEARER = "bearer ";

  private final byte[] token;

  /**
   * @param token empty where the address is closed
   */
  public Webhook(String token) {
    this.token = requireNonNull(token, "token is null").getBytes(UTF_8);
  }

  /** The message of a store that showed the token. */
  public String read(Exchange exchange) {
    if (token.length == 0) {
      throw new ProblemException(Problem.of(404, "No reload.events.token is set: this is closed"));
    }
    var message = exchange.getMessage();
    var shown = shown(exchange).getBytes(UTF_8);
    if (!MessageDigest.isEqual(token, shown)) {
      throw new ProblemException(
          Problem.of(401, "The token is missing or wrong").header("WWW-Authenticate", "Bearer"));
    }
    var body = message.getBody(byte[].class);
    message.removeHeaders("*");
    return body == null ? "" : new String(body, UTF_8);
  }

  private static String shown(Exchange exchange) {
    var inPath = HttpMapper.admitted(exchange.getMessage()).path().get("token");
    if (inPath != null) {
      return inPath;
    }
    var header = exchange.getMessage().getHeader("Authorization", "", String.class);
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : "";
  }

  /**
   * @param triggers the trigger files that were decided on
   */
  public ApiResponse answer(List<?> triggers) {
    return ApiResponse.accepted(triggers.size());
  }

  /** What is said where events could not be recorded: the store sends them again. */
  public ApiResponse refuse(Throwable failure) {
    return failure instanceof UnreadableEventException
        ? ApiResponse.of(Problem.of(400, failure.getMessage()))
        : OperationDispatcher.answer("events", failure);
  }
}
