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
  private final TokenSettings settings;

  /**
   * @param users the owners; the token of an unknown user does not count
   */
  public Tokens(TokenSql sql, UserDirectory users, TokenSettings settings) {
    this.sql = requireNonNull(sql, "sql is null");
    this.users = requireNonNull(users, "users is null");
    this.settings = requireNonNull(settings, "settings is null");
  }

  /**
   * Creates a token.
   *
   * @throws InvalidFieldsException naming every invalid field
   */
  public Issued create(String userId, TokenRequest request) {
    var errors = request.errors(settings.maxDays());
    if (errors.isEmpty() && of(userId).size() >= MAX_TOKENS) {
      errors = List.of(new FieldError("name", "would be the 51st token; revoke another first"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
    var id = UlidCreator.getMonotonicUlid().toString();
    var secret = Secret.random();
    var row =
        sql.insert(
            new TokenSql.NewRow(
                id,
                userId,
                request.name().strip(),
                Sha256.hex(secret),
                request.actions().stream().map(Action::name).sorted().collect(joining(",")),
                request.datasetId(),
                users.credential(userId),
                request.daysOrDefault(settings.maxDays())),
            settings.maxDays());
    return new Issued(row.token(null), PREFIX + id + "_" + secret);
  }

  /** The tokens of a user that are neither revoked nor expired, newest first. */
  public List<Token> of(String userId) {
    return page(userId, null, Integer.MAX_VALUE);
  }

  /**
   * The tokens that are neither revoked nor expired, newest first.
   *
   * @param userId their owner, null for all users
   * @param before the last id of the previous page, null for the first page
   */
  public List<Token> page(String userId, String before, int limit) {
    return sql.page(userId, before, limit, settings.maxDays()).stream()
        .map(row -> row.token(refusal(row)))
        .toList();
  }

  /**
   * Revokes a token.
   *
   * @param userId its owner, null for any
   * @return false if the user has no such token or it was revoked before
   */
  public boolean revoke(String userId, String id) {
    return sql.revoke(userId, id) == 1;
  }

  /** Revokes all tokens of a user; returns how many there were. */
  public int revokeAll(String userId) {
    return sql.revokeAll(userId);
  }

  /** Deletes what is kept of revoked and expired tokens. */
  public void deleteEnded() {
    sql.deleteEnded();
  }

  /** Whether a bearer token is an API token, valid or not. */
  static boolean isApiToken(String value) {
    return value.startsWith(PREFIX);
  }

  AuthenticationResult authenticate(String value) {
    var form = FORM.matcher(value);
    var found =
        form.matches()
            ? sql.findValid(form.group(1), Sha256.hex(form.group(2)), settings.maxDays())
            : Optional.<TokenSql.Row>empty();
    if (found.isEmpty()) {
      return AuthenticationResult.unauthenticated("The API token is wrong, expired or revoked");
    }
    var row = found.get();
    var refusal = refusal(row);
    if (refusal != null) {
      return AuthenticationResult.unauthenticated(refusal);
    }
    sql.touch(row.id(), users.credential(row.userId()));
    return users
        .find(row.userId())
        .map(user -> AuthenticationResult.authenticated(user.within(row.token(null).scope())))
        .orElseGet(() -> AuthenticationResult.unauthenticated(unknown(row)));
  }

  /** Why a valid token does not count at present, or null. */
  private String refusal(TokenSql.Row row) {
    if (users.find(row.userId()).isEmpty()) {
      return unknown(row);
    }
    if (settings.endWithPassword()
        && row.credential() != null
        && !row.credential().equals(users.credential(row.userId()))) {
      return "The password of "
          + row.userId()
          + " has changed since the API token was made; create another token";
    }
    return users.tokenRefusal(row.userId());
  }

  private static String unknown(TokenSql.Row row) {
    return "The owner of the API token, " + row.userId() + ", is not a user here";
  }
}
