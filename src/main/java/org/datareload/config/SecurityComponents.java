package org.datareload.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.datareload.mail.UserAddresses;
import org.datareload.security.Access;
import org.datareload.security.AuditLog;
import org.datareload.security.AuditLogSql;
import org.datareload.security.Authentication;
import org.datareload.security.BasicAuthentication;
import org.datareload.security.KnownUserSql;
import org.datareload.security.KnownUsers;
import org.datareload.security.LoginFailureSql;
import org.datareload.security.MemberSql;
import org.datareload.security.Members;
import org.datareload.security.OidcAuthentication;
import org.datareload.security.Principal;
import org.datareload.security.SessionSql;
import org.datareload.security.Sessions;
import org.datareload.security.TokenSql;
import org.datareload.security.Tokens;
import org.datareload.security.UserDirectory;
import org.jdbi.v3.core.Jdbi;

/** Wires authentication, authorization and the user directory, as reload.auth says. */
final class SecurityComponents {
  private final Map<String, Object> beans = new LinkedHashMap<>();
  private final UserDirectory directory;

  SecurityComponents(Settings settings, Jdbi database) {
    var publicUrl = URI.create(settings.http().publicUrl());
    var people = settings.people();
    var members = new Members(database.onDemand(MemberSql.class));
    beans.put("members", members);
    beans.put("auditLog", new AuditLog(database.onDemand(AuditLogSql.class)));
    switch (settings.http().auth()) {
      case "basic" -> {
        directory = people.users();
        var tokens = new Tokens(database.onDemand(TokenSql.class), directory);
        var sessions = new Sessions(database.onDemand(SessionSql.class), people.users());
        var failures = database.onDemand(LoginFailureSql.class);
        put(
            members,
            new BasicAuthentication(people.users(), failures, sessions, tokens, publicUrl),
            tokens);
        beans.put("sessions", sessions);
      }
      case "oidc" -> {
        var known = new KnownUsers(database.onDemand(KnownUserSql.class));
        directory = known;
        var tokens = new Tokens(database.onDemand(TokenSql.class), directory);
        put(members, new OidcAuthentication(people.oidc(), known, tokens), tokens);
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
    beans.put("userDirectory", directory);
  }

  Map<String, Object> byName() {
    return beans;
  }

  /** Where registered users get mail. */
  UserAddresses addresses() {
    return userId -> directory.find(userId).map(Principal::mail);
  }
}
