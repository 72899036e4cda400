package org.datareload.mail;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A mail as it is sent.
 *
 * @param status completed, failed, rejected, problems or report: by it a route chooses the endpoint
 * @param messageId in angle brackets; the same at every attempt to send the mail
 * @param recipients at least one
 * @param subject one line
 * @param text the body as plain text
 * @param html the body as HTML with the same content
 */
public record StatusMail(
    String status,
    String messageId,
    List<String> recipients,
    String subject,
    String text,
    String html) {
  public StatusMail {
    requireNonNull(status, "status is null");
    requireNonNull(messageId, "messageId is null");
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("recipients is empty");
    }
    requireNonNull(subject, "subject is null");
    requireNonNull(text, "text is null");
    requireNonNull(html, "html is null");
  }

  /** The recipients as one header. */
  public String to() {
    return String.join(", ", recipients);
  }
}
