package org.datareload.mail;

import static java.util.Objects.requireNonNull;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes the mail that a letter stands for, from what the database says when it is sent. */
public final class StatusMails {
  private static final String ATOM = "[!-~&&[^\\s@.<>(),;:\\\\\"\\[\\]]]+";
  private static final String LABEL = "[A-Za-z0-9]+(-+[A-Za-z0-9]+)*";
  private static final Pattern ADDRESS =
      Pattern.compile(ATOM + "(\\." + ATOM + ")*@" + LABEL + "(\\." + LABEL + ")*");
  private static final int MOST_SUBJECT = 200;
  private static final int LEAST_REASON = 60;

  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, StatusMails.class.getClassLoader(), "org.datareload.mail");
  private final StatusRowSql sql;
  private final UserAddresses addresses;
  private final MailContents reports;
  private final String host;

  /**
   * @param addresses knows the users who may have started an execution
   * @param publicUrl where the page is reached, for links; blank for no links
   */
  public StatusMails(StatusRowSql sql, UserAddresses addresses, String publicUrl) {
    this.sql = requireNonNull(sql, "sql is null");
    this.addresses = requireNonNull(addresses, "addresses is null");
    String base = requireNonNull(publicUrl, "publicUrl is null").strip().replaceAll("/+$", "");
    this.reports = new MailContents(sql, base);
    this.host = Optional.ofNullable(URI.create(base).getHost()).orElse("data-reload");
  }

  /**
   * Writes a claimed letter.
   *
   * @throws UndeliverableException if nobody is to get it or nothing is left to tell
   */
  public StatusMail compose(OutboxMail letter) {
    var occasion =
        sql.find(letter.id())
            .orElseThrow(() -> new UndeliverableException("no such letter: " + letter.id()));
    if (occasion.kind().equals("landing") && occasion.landed() == 0) {
      throw new UndeliverableException("the objects are gone");
    }
    var recipients = recipients(occasion);
    if (recipients.isEmpty()) {
      throw new UndeliverableException("no recipient");
    }
    var report = reports.of(occasion);
    var html = new StringOutput();
    templates.render("report.jte", report, html);
    return new StatusMail(
        messageId(occasion), recipients, subject(occasion), report.text(), html.toString());
  }

  private String messageId(StatusRow occasion) {
    String about = occasion.executionId() == null ? occasion.letterId() : occasion.executionId();
    return "<" + about + "." + occasion.kind() + "@" + host + ">";
  }

  /**
   * The dataset's people and the starter, but for whom an earlier attempt reached; an address that
   * no server could take is left out.
   */
  private List<String> recipients(StatusRow occasion) {
    var to = new LinkedHashSet<String>();
    for (String address : occasion.notifyTo().split(",")) {
      to.add(address.strip());
    }
    Optional.ofNullable(occasion.startedBy()).flatMap(addresses::of).ifPresent(to::add);
    to.removeIf(address -> !ADDRESS.matcher(address).matches());
    Optional.ofNullable(occasion.served()).map(s -> List.of(s.split(","))).ifPresent(to::removeAll);
    return List.copyOf(to);
  }

  private static String subject(StatusRow occasion) {
    String dataset = "[" + occasion.name() + "] ";
    return switch (occasion.kind()) {
      case "completed" -> dataset + "Reload completed: " + occasion.filesPlanned() + " files";
      case "landing" -> dataset + occasion.landed() + " objects landed that cannot be loaded";
      default -> {
        String start = dataset + "Reload " + occasion.kind() + ": ";
        int room = Math.max(MOST_SUBJECT - start.length(), LEAST_REASON);
        String reason = Optional.ofNullable(occasion.reason()).orElse("no reason was given");
        yield start + SafeText.cut(reason, room);
      }
    };
  }
}
