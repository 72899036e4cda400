package org.datareload.security;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;

/**
 * API tokens for scripts: {@code rl_<id>_<secret>}. Only a hash of the secret is stored. A token
 * never allows more than its owner may do at the time of use.
 */
public final class Tokens {
  private static final String PREFIX = "rl_";
  private static final Pattern FORM =
      Pattern.compile(PREFIX + "([0-9A-Z]{26})_([A-Za-z0-9_-]{43})");
  private static final int MAX_TOKENS = 50;

  /**
   * A newly created token.
   *
   * @param value the bearer token with its secret; it cannot be read again later
   */
  public record Issued(Token token, String value) {
    public Issued {
      requireNonNull(token, "token is null");
      requireNonNull(value, "value is null");
    }

    @Override
    public String toString() {
      return token.toString();
    }
  }

  private final TokenSql sql;
  private final UserDirectory users;

  /**
   * @param users the owners; the token of an unknown user is not valid
   */
  public Tokens(TokenSql sql, UserDirectory users) {
    this.sql = requireNonNull(sql, "sql is null");
    this.users = requireNonNull(users, "users is null");
  }

  /**
   * Creates a token.
   *
   * @throws InvalidFieldsException naming every invalid field
   */
  public Issued create(String userId, TokenRequest request) {
    var errors = request.errors();
    if (errors.isEmpty() && sql.of(userId).size() >= MAX_TOKENS) {
      errors = List.of(new FieldError("name", "would be the 51st token; revoke another first"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
    var id = UlidCreator.getMonotonicUlid().toString();
    var secret = Secret.random();
    sql.deleteInvalid(userId);
    var token =
        sql.insert(
            new TokenSql.NewRow(
                id,
                userId,
                request.name().strip(),
                Sha256.hex(secret),
                request.actions().stream().map(Action::name).sorted().collect(joining(",")),
                request.datasetId(),
                request.daysOrDefault()));
    return new Issued(token, PREFIX + id + "_" + secret);
  }

  /** The valid tokens of a user, newest first. */
  public List<Token> of(String userId) {
    return sql.of(userId).stream().map(TokenSql.Row::token).toList();
  }

  /**
   * Revokes a token.
   *
   * @return false if the user has no such token or it was revoked before
   */
  public boolean revoke(String userId, String id) {
    return sql.revoke(userId, id) == 1;
  }

  /** Whether a bearer token is an API token, valid or not. */
  static boolean isApiToken(String value) {
    return value.startsWith(PREFIX);
  }

  AuthenticationResult authenticate(String value) {
    return principal(value)
        .map(AuthenticationResult::authenticated)
        .orElseGet(
            () ->
                AuthenticationResult.unauthenticated("The API token is wrong, expired or revoked"));
  }

  private Optional<Principal> principal(String value) {
    var form = FORM.matcher(value);
    if (!form.matches()) {
      return Optional.empty();
    }
    var found = sql.findValid(form.group(1), Sha256.hex(form.group(2))).map(TokenSql.Row::token);
    found.ifPresent(token -> sql.touch(token.id()));
    return found.flatMap(
        token -> users.find(token.userId()).map(user -> user.within(token.scope())));
  }
}
