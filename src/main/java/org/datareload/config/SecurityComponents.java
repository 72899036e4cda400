package org.datareload.config;

import java.net.URI;
import java.util.Optional;
import org.apache.camel.BindToRegistry;
import org.datareload.mail.UserAddresses;
import org.datareload.security.Access;
import org.datareload.security.AuditLog;
import org.datareload.security.AuditLogSql;
import org.datareload.security.Authentication;
import org.datareload.security.BasicAuthentication;
import org.datareload.security.KnownUserSql;
import org.datareload.security.KnownUsers;
import org.datareload.security.MemberSql;
import org.datareload.security.Members;
import org.datareload.security.OidcAuthentication;
import org.datareload.security.Principal;
import org.datareload.security.SessionSql;
import org.datareload.security.Sessions;
import org.datareload.security.SignInSql;
import org.datareload.security.TokenSql;
import org.datareload.security.Tokens;
import org.datareload.security.UserDirectory;
import org.jdbi.v3.core.Jdbi;

/** Who users are, what they may do, and where they get mail, as {@code reload.auth} says. */
public final class SecurityComponents {
  public final Members members;
  @BindToRegistry public final Tokens tokens;
  final AuditLog auditLog;
  final Access access;
  final Authentication authentication;
  final UserDirectory users;

  /** Null where nobody signs in with a password. */
  final Sessions sessions;

  SecurityComponents(Settings settings, Jdbi database) {
    var publicUrl = URI.create(settings.http().publicUrl());
    var tokenSql = database.onDemand(TokenSql.class);
    var tokenSettings = settings.security().tokens();
    members = new Members(database.onDemand(MemberSql.class));
    auditLog =
        new AuditLog(database.onDemand(AuditLogSql.class), settings.security().auditKeepDays());
    switch (settings.http().auth()) {
      case "basic" -> {
        var file = settings.security().users();
        users = file;
        tokens = new Tokens(tokenSql, users, tokenSettings);
        sessions = new Sessions(database.onDemand(SessionSql.class), file);
        var signIns = database.onDemand(SignInSql.class);
        authentication = new BasicAuthentication(file, signIns, sessions, tokens, publicUrl);
        access = members;
      }
      case "oidc" -> {
        var oidc = settings.security().oidc();
        var known = new KnownUsers(database.onDemand(KnownUserSql.class), oidc.tokenGrace());
        users = known;
        tokens = new Tokens(tokenSql, users, tokenSettings);
        sessions = null;
        authentication = new OidcAuthentication(oidc, known, tokens);
        access = members;
      }
      default -> {
        users = id -> Optional.empty();
        tokens = new Tokens(tokenSql, users, tokenSettings);
        sessions = null;
        authentication = Authentication.open(publicUrl);
        access = Access.open();
      }
    }
  }

  /** The mail addresses of registered users. */
  UserAddresses addresses() {
    return userId -> users.find(userId).map(Principal::mail);
  }
}
