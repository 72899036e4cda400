package org.datareload.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * What a mail server answered to a message that it did not take, or not for everybody.
 *
 * @param codes the SMTP codes of its refusals; empty where the failure was another
 * @param answers what it said, one answer for each code
 * @param delivered the other recipients, who got the mail
 */
record SmtpRefusal(List<Integer> codes, List<String> answers, List<String> delivered) {
  /** The server wants a login or TLS: the settings are wrong, not the mail. */
  private static final int LOGIN_REQUIRED = 530;

  static SmtpRefusal of(Throwable failure) {
    var codes = new ArrayList<Integer>();
    var answers = new ArrayList<String>();
    var delivered = new LinkedHashSet<String>();
    Throwable next = failure;
    while (next != null) {
      if (next instanceof SendFailedException e && e.getValidSentAddresses() != null) {
        Stream.of(e.getValidSentAddresses()).map(SmtpRefusal::text).forEach(delivered::add);
      }
      int code = codeOf(next);
      if (code >= 400) {
        codes.add(code);
        answers.add(String.valueOf(next.getMessage()).strip());
      }
      next = next instanceof MessagingException e ? e.getNextException() : next.getCause();
    }
    return new SmtpRefusal(List.copyOf(codes), List.copyOf(answers), List.copyOf(delivered));
  }

  private static String text(Address address) {
    return address instanceof InternetAddress mail ? mail.getAddress() : address.toString();
  }

  private static int codeOf(Throwable failure) {
    if (failure instanceof SMTPAddressFailedException e) {
      return e.getReturnCode();
    }
    return failure instanceof SMTPSendFailedException e ? e.getReturnCode() : 0;
  }

  boolean isRefusal() {
    return !codes.isEmpty();
  }

  /** Nobody gets the message, at whatever time it is sent. */
  boolean isFinalForAll() {
    return isFinal() && delivered.isEmpty();
  }

  /** Some got the message; nobody else would, at whatever time it is sent. */
  boolean isFinalForSome() {
    return isFinal() && !delivered.isEmpty();
  }

  private boolean isFinal() {
    return isRefusal() && codes.stream().allMatch(c -> c >= 500 && c != LOGIN_REQUIRED);
  }

  @Override
  public String toString() {
    return String.join("; ", answers);
  }
}
