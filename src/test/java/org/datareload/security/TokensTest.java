package org.datareload.security;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.dataset.NewDataset;
import org.datareload.security.AuthenticationResult.Authenticated;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest extends DatabaseContract {
  private static final Principal ANA = new Principal("ana", "ana@example.org", false);

  private Tokens tokens;
  private Dataset orders;

  TokensTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void createDataset() {
    tokens = tokens(366);
    var mail = List.of("ann@example.org");
    orders =
        new Datasets(jdbi.onDemand(DatasetSql.class))
            .create(new NewDataset("sales", "orders", "csv", "reload", DatasetSettings.of(mail)));
  }

  private Tokens tokens(int maxDays) {
    return new Tokens(
        jdbi.onDemand(TokenSql.class),
        id -> Optional.of(ANA).filter(user -> user.id().equals(id)),
        new TokenSettings(maxDays, false));
  }

  @Test
  void authenticateTheirOwnerWithinTheirScope() {
    var request = new TokenRequest("nightly load", List.of("upload", "process"), orders.id(), 30);
    var issued = tokens.create("ana", request);

    assertThat(issued.value()).matches("rl_[0-9A-Z]{26}_[A-Za-z0-9_-]{43}");
    assertThat(issued.token().dataset()).isEqualTo(orders.name());
    assertThat(DAYS.between(issued.token().createdAt(), issued.token().expiresAt())).isEqualTo(30);
    var actions = Set.of(Action.VIEW, Action.UPLOAD, Action.PROCESS);
    var scope = new Scope(issued.token().id(), actions, orders.id());
    assertThat(tokens.authenticate(issued.value())).isEqualTo(new Authenticated(ANA.within(scope)));
  }

  @Test
  void areStoredAsAHash() {
    var issued = tokens.create("ana", request());

    var row = jdbi.withHandle(h -> h.createQuery("SELECT * FROM api_token").mapToMap().one());
    var secret = issued.value().substring(30);
    assertThat(secret).hasSize(43);
    assertThat(row.toString()).doesNotContain(secret).contains(Sha256.hex(secret));
    assertThat(issued.toString()).doesNotContain(secret);
  }

  @Test
  void areRefusedIfWrong() {
    var value = tokens.create("ana", request()).value();
    var other = tokens.create("ana", request()).value();

    for (var wrong :
        List.of(
            "rl_",
            value.substring(0, value.length() - 1),
            value + "A",
            value.substring(0, 30) + other.substring(30),
            value.toLowerCase(Locale.ROOT))) {
      assertThat(tokens.authenticate(wrong))
          .as(wrong)
          .isInstanceOf(AuthenticationResult.Refused.class);
    }
    assertThat(tokens.authenticate(tokens.create("eve", request()).value()))
        .isInstanceOf(AuthenticationResult.Refused.class);
  }

  @Test
  void areRefusedOnceRevokedOrExpired() {
    var revoked = tokens.create("ana", request());
    var expired = tokens.create("ana", request());

    assertThat(tokens.revoke("eve", revoked.token().id())).isFalse();
    assertThat(tokens.revoke("ana", revoked.token().id())).isTrue();
    assertThat(tokens.revoke("ana", revoked.token().id())).isFalse();
    assertThat(tokens.revoke(null, revoked.token().id())).isFalse();
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE api_token SET expires_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND"
                    + " WHERE id = ?",
                expired.token().id()));

    assertThat(tokens.authenticate(revoked.value()))
        .isInstanceOf(AuthenticationResult.Refused.class);
    assertThat(tokens.authenticate(expired.value()))
        .isInstanceOf(AuthenticationResult.Refused.class);
    assertThat(tokens.of("ana")).isEmpty();
  }

  @Test
  void recordWhenTheyWereLastUsed() {
    var issued = tokens.create("ana", request());
    assertThat(issued.token().lastUsedAt()).isNull();

    tokens.authenticate(issued.value());
    var first = tokens.of("ana").get(0).lastUsedAt();
    tokens.authenticate(issued.value());

    assertThat(first).isNotNull();
    assertThat(tokens.of("ana").get(0).lastUsedAt()).isEqualTo(first);
  }

  @Test
  void requestNamesEveryInvalidField() {
    assertThat(new TokenRequest(" ", List.of("fly"), null, 367).errors(366))
        .extracting(FieldError::field)
        .containsExactly("name", "scopes", "days");
    assertThat(new TokenRequest(null, Arrays.asList("view", null), null, 0).errors(366)).hasSize(3);
    assertThat(new TokenRequest("a", List.of(), null, null).errors(366)).hasSize(1);
    assertThat(new TokenRequest("a", List.of("own"), null, 366).errors(366)).isEmpty();
    assertThat(new TokenRequest("a", List.of("own"), null, 8).errors(7))
        .containsExactly(new FieldError("days", "must be 1 to 7"));
  }

  @Test
  void areLimitedToFifty() {
    for (int i = 0; i < 50; i++) {
      tokens.create("ana", request());
    }

    assertThatThrownBy(() -> tokens.create("ana", request()))
        .isInstanceOf(InvalidFieldsException.class);
    tokens.revoke("ana", tokens.of("ana").get(0).id());
    assertThat(tokens.create("ana", request())).isNotNull();
  }

  @Test
  void knownUsersHaveTheMailThatTheProviderSentLast() {
    var known = new KnownUsers(jdbi.onDemand(KnownUserSql.class), Duration.ofDays(30));
    known.remember("ana", null);
    known.remember("ana", "ana@example.org");
    known.remember("ana", "ana@example.org");

    assertThat(known.find("ana")).contains(ANA);
    assertThat(known.find("eve")).isEmpty();
    known.remember("ana", null);
    assertThat(known.find("ana")).contains(new Principal("ana", null, false));
  }

  @Test
  void areNeverOlderThanTheMaximum() {
    var issued = tokens.create("ana", new TokenRequest("year", List.of("view"), null, 366));
    var strict = tokens(30);

    var shown = strict.of("ana").get(0);
    assertThat(DAYS.between(shown.createdAt(), shown.expiresAt())).isEqualTo(30);
    var byDefault = strict.create("ana", request()).token();
    assertThat(DAYS.between(byDefault.createdAt(), byDefault.expiresAt())).isEqualTo(30);
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE api_token SET created_at = created_at - INTERVAL '31' DAY WHERE id = ?",
                issued.token().id()));

    assertThat(strict.authenticate(issued.value()))
        .isInstanceOf(AuthenticationResult.Refused.class);
    assertThat(strict.of("ana")).extracting(Token::id).containsExactly(byDefault.id());
    assertThat(tokens.authenticate(issued.value())).isInstanceOf(Authenticated.class);
  }

  @Test
  void areAllRevokedAtOnceAndOnlyThoseOfTheUser() {
    var first = tokens.create("ana", request());
    var second = tokens.create("ana", request());
    var other = tokens.create("ben", request());

    assertThat(tokens.revokeAll("ana")).isEqualTo(2);

    assertThat(tokens.revokeAll("ana")).isZero();
    assertThat(tokens.authenticate(first.value())).isInstanceOf(AuthenticationResult.Refused.class);
    assertThat(tokens.authenticate(second.value()))
        .isInstanceOf(AuthenticationResult.Refused.class);
    assertThat(tokens.of("ben")).extracting(Token::id).containsExactly(other.token().id());
  }

  @Test
  void areListedForAllUsersPageByPage() {
    var first = tokens.create("ana", request()).token();
    var second = tokens.create("ben", request()).token();
    var third = tokens.create("ana", request()).token();

    var page = tokens.page(null, null, 2);
    assertThat(page).extracting(Token::id).containsExactly(third.id(), second.id());
    assertThat(page).extracting(Token::userId).containsExactly("ana", "ben");
    assertThat(page.get(0).refusal()).isNull();
    assertThat(page.get(1).refusal()).contains("ben, is not a user here");
    assertThat(tokens.page(null, second.id(), 2)).extracting(Token::id).containsExactly(first.id());
    assertThat(tokens.page("ana", third.id(), 2)).extracting(Token::id).containsExactly(first.id());
    assertThat(tokens.revoke(null, second.id())).isTrue();
    assertThat(tokens.page(null, null, 3)).hasSize(2);
  }

  @Test
  void areDeletedOnceTheyHaveEnded() {
    var valid = tokens.create("ana", request()).token();
    tokens.revoke("ana", tokens.create("ana", request()).token().id());
    var expired = tokens.create("ben", request()).token();
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE api_token SET expires_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND"
                    + " WHERE id = ?",
                expired.id()));

    tokens.deleteEnded();

    var left =
        jdbi.withHandle(h -> h.select("SELECT id FROM api_token").mapTo(String.class).list());
    assertThat(left).containsExactly(valid.id());
  }

  @Test
  void countOnlyWhileTheProviderHasSeenTheirOwnerLately() {
    var known = new KnownUsers(jdbi.onDemand(KnownUserSql.class), Duration.ofDays(30));
    tokens = new Tokens(jdbi.onDemand(TokenSql.class), known, new TokenSettings(366, false));
    known.remember("ana", "ana@example.org");
    var value = tokens.create("ana", request()).value();

    lastSeen("'29' DAY");
    assertThat(tokens.authenticate(value)).isInstanceOf(Authenticated.class);
    lastSeen("'31' DAY");
    assertThat(tokens.authenticate(value))
        .isInstanceOfSatisfying(
            AuthenticationResult.Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(401);
              assertThat(refused.detail())
                  .contains("ana", "for 30d (reload.oidc.token-grace)", "signs in again");
              assertThat(tokens.of("ana").get(0).refusal()).isEqualTo(refused.detail());
            });
    assertThat(known.find("ana")).as("still gets mail").contains(ANA);

    known.remember("ana", "ana@example.org");
    assertThat(tokens.authenticate(value)).isInstanceOf(Authenticated.class);
    assertThat(tokens.of("ana").get(0).refusal()).isNull();
  }

  @Test
  void countForAnyGraceAsLongAsTheirOwnerKeepsSigningIn() {
    for (var grace :
        List.of(
            Duration.ofMillis(1),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Duration.ofDays(999_999_999))) {
      var known = new KnownUsers(jdbi.onDemand(KnownUserSql.class), grace);
      tokens = new Tokens(jdbi.onDemand(TokenSql.class), known, new TokenSettings(366, false));
      known.remember("ana", null);
      var value = tokens.create("ana", request()).value();
      if (grace.toMinutes() == 10) {
        lastSeen("'9' MINUTE");
        known.remember("ana", null);
        assertThat(known.tokenRefusal("ana")).isNull();
        assertThat(seenWithin("'1' MINUTE")).isTrue();
      }
      if (grace.toDays() < 1) {
        lastSeen("'11' MINUTE");
        assertThat(tokens.authenticate(value))
            .as(grace.toString())
            .isInstanceOf(AuthenticationResult.Refused.class);
      }
      known.remember("ana", null);
      assertThat(tokens.authenticate(value)).as(grace.toString()).isInstanceOf(Authenticated.class);
    }
  }

  private void lastSeen(String interval) {
    var statement = "UPDATE known_user SET seen_at = CURRENT_TIMESTAMP - INTERVAL " + interval;
    jdbi.useHandle(handle -> handle.execute(statement));
  }

  private boolean seenWithin(String interval) {
    var count =
        "SELECT COUNT(*) FROM known_user WHERE seen_at > CURRENT_TIMESTAMP - INTERVAL " + interval;
    return jdbi.withHandle(handle -> handle.select(count).mapTo(Integer.class).one()) == 1;
  }

  private static TokenRequest request() {
    return new TokenRequest("test", List.of("view"), null, null);
  }
}
