package org.datareload.mail;

import static java.util.Objects.requireNonNull;

/** Tells the outbox how an attempt to send a mail ended. */
public final class DeliveryResults {
  private final Outbox outbox;

  public DeliveryResults(Outbox outbox) {
    this.outbox = requireNonNull(outbox, "outbox is null");
  }

  /** The mail server took the mail for everybody. */
  public void sent(OutboxMail mail) {
    outbox.sent(mail);
  }

  /** Decides by the failure whether another attempt can help. */
  public void failed(OutboxMail mail, Throwable failure) {
    var refusal = SmtpRefusal.of(failure);
    String error = refusal.isRefusal() ? refusal.toString() : messageOf(failure);
    if (failure instanceof UndeliverableException || refusal.isFinalForAll()) {
      outbox.refused(mail, error);
    } else if (refusal.isFinalForSome()) {
      outbox.sent(mail, error);
    } else if (!refusal.delivered().isEmpty()) {
      outbox.failed(mail, error, refusal.delivered());
    } else {
      outbox.failed(mail, error);
    }
  }

  /** What was tried, and what in the end stood in the way. */
  private static String messageOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == failure ? said(root) : said(failure) + ": " + said(root);
  }

  private static String said(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
