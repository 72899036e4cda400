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
import java.util.stream.Stream;
import org.datareload.dataset.MailAddress;

/** Writes the mail of an outbox row, from what the database says when it is sent. */
public final class StatusMails {
  private static final int MAX_SUBJECT = 79;

  /** What a reason keeps beside a name that is cut. */
  private static final int SHORT_REASON = 20;

  /** The folders of an address or a key: the name behind them says enough, and the body has all. */
  private static final Pattern FOLDERS =
      Pattern.compile("(?:s3://(?:[^\\s/]+/)+|(?:[^\\s/]+/){3,})(?=[^\\s/])");

  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, StatusMails.class.getClassLoader(), "org.datareload.mail");
  private final UserAddresses addresses;
  private final String publicUrl;
  private final String host;

  /**
   * @param addresses finds the mail address of the user who started an execution
   * @param publicUrl of the page, for links; blank for no links
   */
  public StatusMails(UserAddresses addresses, String publicUrl) {
    this.addresses = requireNonNull(addresses, "addresses is null");
    this.publicUrl = requireNonNull(publicUrl, "publicUrl is null").strip().replaceAll("/+$", "");
    this.host = Optional.ofNullable(URI.create(this.publicUrl).getHost()).orElse("data-reload");
  }

  /**
   * Writes a mail.
   *
   * @throws UndeliverableException if nobody is to get it or there is nothing left to report
   */
  public StatusMail compose(StatusRow row) {
    if (row.isAboutProblems() && row.problems() == 0) {
      throw new UndeliverableException("the objects are gone");
    }
    var recipients = recipients(row);
    if (recipients.isEmpty()) {
      throw new UndeliverableException("no recipient");
    }
    var content = MailContent.of(row, publicUrl);
    return new StatusMail(
        row.status(), messageId(row), recipients, subject(row), content.text(), html(content));
  }

  /** Writes the report that {@code routes/report.camel.yaml} sends. */
  StatusMail compose(String id, List<String> recipients, String subject, MailContent content) {
    return new StatusMail(
        "report", "<" + id + "@" + host + ">", recipients, subject, content.text(), html(content));
  }

  private String html(MailContent content) {
    var html = new StringOutput();
    templates.render("mail.jte", content, html);
    return html.toString();
  }

  private String messageId(StatusRow row) {
    return row.isAboutProblems()
        ? "<" + row.mailId() + ".landing@" + host + ">"
        : "<" + row.executionId() + "." + row.status() + "@" + host + ">";
  }

  /**
   * The dataset's addresses and the user who started the execution or wrote the objects, without
   * those that an earlier attempt reached and those that are no mail addresses.
   */
  private List<String> recipients(StatusRow row) {
    var to = new LinkedHashSet<String>();
    for (var address : row.notifyTo().split(",")) {
      to.add(address.strip());
    }
    users(row).flatMap(user -> addresses.of(user).stream()).forEach(to::add);
    to.removeIf(address -> !MailAddress.isValid(address));
    if (row.delivered() != null) {
      List.of(row.delivered().split(",")).forEach(to::remove);
    }
    return List.copyOf(to);
  }

  private static Stream<String> users(StatusRow row) {
    return row.isAboutProblems() ? row.writers().stream() : Stream.ofNullable(row.startedBy());
  }

  private static String subject(StatusRow row) {
    return switch (row.status()) {
      case "completed" -> subject(row, "Reload completed: " + row.filesPlanned() + " files", "");
      case "problems" -> subject(row, MailContent.landed(row), "");
      default -> {
        var reason = Optional.ofNullable(row.reason()).orElse("no reason was given");
        yield subject(row, "Reload " + row.status() + ": ", FOLDERS.matcher(reason).replaceAll(""));
      }
    };
  }

  /**
   * At most {@link #MAX_SUBJECT} characters. The reason is cut, and the dataset's name only where
   * it leaves no room for one.
   */
  private static String subject(StatusRow row, String event, String reason) {
    var room = MAX_SUBJECT - "[] ".length() - event.length();
    var fits = row.name().length() + Math.min(reason.length(), 1) <= room;
    var dataset =
        fits ? row.name() : shortName(row, room - Math.min(reason.length(), SHORT_REASON));
    return "[" + dataset + "] " + event + SafeText.cut(reason, room - dataset.length());
  }

  /** Both parts of the name stay, each cut at its end. */
  private static String shortName(StatusRow row, int room) {
    var both = room - 1;
    var domain = SafeText.cut(row.domain(), Math.max(both / 2, both - row.dataset().length()));
    return domain + "/" + SafeText.cut(row.dataset(), both - domain.length());
  }
}
