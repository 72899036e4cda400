package org.datareload.route;

import static java.util.Objects.requireNonNull;

import jakarta.mail.PasswordAuthentication;
import org.apache.camel.component.mail.MailAuthenticator;

/** Logs in to the mail server, or does not where no user is set. */
public final class SmtpLogin extends MailAuthenticator {
  private final String user;
  private final String password;

  /**
   * @param user empty for a server that asks for no login
   */
  public SmtpLogin(String user, String password) {
    this.user = requireNonNull(user, "user is null");
    this.password = requireNonNull(password, "password is null");
  }

  @Override
  public PasswordAuthentication getPasswordAuthentication() {
    return user.isEmpty()
        ? new PasswordAuthentication(null, null)
        : new PasswordAuthentication(user, password);
  }
}
