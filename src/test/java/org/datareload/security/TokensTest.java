package org.datareload.security;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    tokens =
        new Tokens(
            jdbi.onDemand(TokenSql.class),
            id -> Optional.of(ANA).filter(user -> user.id().equals(id)));
    var mail = List.of("ann@example.org");
    orders =
        new Datasets(jdbi.onDemand(DatasetSql.class))
            .create(new NewDataset("sales", "orders", "csv", "reload", DatasetSettings.of(mail)));
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
    assertThat(new TokenRequest(" ", List.of("fly"), null, 367).errors())
        .extracting(FieldError::field)
        .containsExactly("name", "scopes", "days");
    assertThat(new TokenRequest(null, Arrays.asList("view", null), null, 0).errors()).hasSize(3);
    assertThat(new TokenRequest("a", List.of(), null, null).errors()).hasSize(1);
    assertThat(new TokenRequest("a", List.of("own"), null, 366).errors()).isEmpty();
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
    var known = new KnownUsers(jdbi.onDemand(KnownUserSql.class));
    known.remember("ana", null);
    known.remember("ana", "ana@example.org");
    known.remember("ana", "ana@example.org");

    assertThat(known.find("ana")).contains(ANA);
    assertThat(known.find("eve")).isEmpty();
    known.remember("ana", null);
    assertThat(known.find("ana")).contains(new Principal("ana", null, false));
  }

  private static TokenRequest request() {
    return new TokenRequest("test", List.of("view"), null, null);
  }
}
