package org.datareload;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.datareload.access.Access;
import org.datareload.access.AuditSql;
import org.datareload.access.Audits;
import org.datareload.access.Authentication;
import org.datareload.access.ByPassword;
import org.datareload.access.ByProvider;
import org.datareload.access.Directory;
import org.datareload.access.IdentityTokens;
import org.datareload.access.KnownUserSql;
import org.datareload.access.KnownUsers;
import org.datareload.access.LoginFailureSql;
import org.datareload.access.LoginFailures;
import org.datareload.access.MemberSql;
import org.datareload.access.Members;
import org.datareload.access.Passwords;
import org.datareload.access.Principal;
import org.datareload.access.SessionSql;
import org.datareload.access.Sessions;
import org.datareload.access.TokenSql;
import org.datareload.access.Tokens;
import org.datareload.mail.Addresses;
import org.jdbi.v3.core.Jdbi;

/** Makes what knows people: who they are, what they may do, where they get mail. */
final class PeopleBeans {
  private final Map<String, Object> beans = new LinkedHashMap<>();
  private final Directory directory;

  PeopleBeans(Settings settings, Jdbi database) {
    var publicUrl = URI.create(settings.http().publicUrl());
    var people = settings.people();
    var members = new Members(database.onDemand(MemberSql.class));
    beans.put("members", members);
    beans.put("audits", new Audits(database.onDemand(AuditSql.class)));
    switch (settings.http().auth()) {
      case "basic" -> {
        directory = people.users();
        var tokens = new Tokens(database.onDemand(TokenSql.class), directory);
        var sessions = new Sessions(database.onDemand(SessionSql.class), people.users());
        var failures = new LoginFailures(database.onDemand(LoginFailureSql.class));
        var passwords = new Passwords(people.users(), failures);
        var door = new ByPassword(passwords, sessions, tokens, publicUrl);
        put(members, door, tokens);
        beans.put("sessions", sessions);
      }
      case "oidc" -> {
        var known = new KnownUsers(database.onDemand(KnownUserSql.class));
        directory = known;
        var tokens = new Tokens(database.onDemand(TokenSql.class), directory);
        put(members, new ByProvider(IdentityTokens.of(people.oidc(), known), tokens), tokens);
      }
      default -> {
        directory = id -> Optional.empty();
        var tokens = new Tokens(database.onDemand(TokenSql.class), directory);
        put(Access.open(), Authentication.open(publicUrl), tokens);
      }
    }
  }

  private void put(Access access, Authentication authentication, Tokens tokens) {
    beans.put("access", access);
    beans.put("authentication", authentication);
    beans.put("tokens", tokens);
    beans.put("directory", directory);
  }

  Map<String, Object> byName() {
    return beans;
  }

  /** Where registered users get mail. */
  Addresses addresses() {
    return userId -> directory.find(userId).map(Principal::mail);
  }
}
