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
 * API tokens for scripts: {@code rl_<id>_<secret>}, of which only a hash of the secret is kept. A
 * token never reaches further than its owner does at the time of use.
 */
public final class Tokens {
  /** How every token begins. */
  static final String PREFIX = "rl_";

  private static final Pattern FORM =
      Pattern.compile(PREFIX + "([0-9A-Z]{26})_([A-Za-z0-9_-]{43})");
  private static final int MOST = 50;

  private final TokenSql sql;
  private final UserDirectory users;

  /**
   * @param users knows the owners: a token of an unknown one counts for nothing
   */
  public Tokens(TokenSql sql, UserDirectory users) {
    this.sql = requireNonNull(sql, "sql is null");
    this.users = requireNonNull(users, "users is null");
  }

  /**
   * Makes a token.
   *
   * @throws InvalidFieldsException naming every bad field
   */
  public IssuedToken create(String userId, TokenRequest wish) {
    var errors = wish.errors();
    if (errors.isEmpty() && sql.of(userId).size() >= MOST) {
      errors = List.of(new FieldError("name", "is the 51st token; revoke one of the 50 first"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
    var id = UlidCreator.getMonotonicUlid().toString();
    var secret = Secret.random();
    sql.forgetDead(userId);
    var token =
        sql.insert(
            new TokenSql.NewRow(
                id,
                userId,
                wish.name().strip(),
                Secret.hash(secret),
                wish.actions().stream().map(Action::name).sorted().collect(joining(",")),
                wish.datasetId(),
                wish.lifetime()));
    return new IssuedToken(token, PREFIX + id + "_" + secret);
  }

  /** The tokens of a user that count, newest first. */
  public List<Token> of(String userId) {
    return sql.of(userId);
  }

  /** Ends a token; false where the user has none of this id that counts. */
  public boolean revoke(String userId, String id) {
    return sql.revoke(userId, id) == 1;
  }

  /** Lets in who shows a token that counts. */
  AuthenticationResult verdict(String value) {
    return principal(value)
        .map(AuthenticationResult::admitted)
        .orElseGet(
            () -> AuthenticationResult.unknown("The token is wrong, expired or revoked", null));
  }

  /** Who shows this token; empty where it counts for nothing. */
  private Optional<Principal> principal(String value) {
    var form = FORM.matcher(value);
    if (!form.matches()) {
      return Optional.empty();
    }
    var shown = sql.shown(form.group(1), Secret.hash(form.group(2)));
    shown.ifPresent(token -> sql.touch(token.id()));
    return shown.flatMap(
        token -> users.find(token.userId()).map(user -> user.within(token.scope())));
  }
}
