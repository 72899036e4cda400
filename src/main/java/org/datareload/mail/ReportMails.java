package org.datareload.mail;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.datareload.mail.MailContent.Fact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daily or weekly summary; what it contains is a query in {@code routes/report.camel.yaml}. */
public final class ReportMails {
  private static final Logger LOG = LoggerFactory.getLogger(ReportMails.class);
  private static final DateTimeFormatter WEEK =
      DateTimeFormatter.ofPattern("YYYY-'W'ww", Locale.GERMANY);

  private final ReportSql sql;
  private final StatusMails mails;
  private final Settings settings;
  private final Clock clock;

  /**
   * Who gets the report, and how often.
   *
   * @param to mail addresses; none where no report is sent
   * @param days 1 for a daily, 7 for a weekly report
   */
  public record Settings(List<String> to, int days) {
    public Settings {
      to = List.copyOf(to);
    }
  }

  /**
   * @param clock in the time zone whose days and weeks count
   */
  public ReportMails(ReportSql sql, StatusMails mails, Settings settings, Clock clock) {
    this.sql = requireNonNull(sql, "sql is null");
    this.mails = requireNonNull(mails, "mails is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /** The days that a report covers. */
  public int days() {
    return settings.days();
  }

  /** Claims the report of the current day or week; false where it was sent. */
  public boolean isDue() {
    return sql.claim(period());
  }

  /**
   * Writes the report.
   *
   * @param rows each with a {@code label} and a {@code value}
   */
  public StatusMail compose(List<Map<String, Object>> rows) {
    var period = period();
    var facts =
        rows.stream()
            .map(
                row ->
                    new Fact(
                        SafeText.of(row.get("label") + ""), SafeText.of(row.get("value") + "")))
            .toList();
    var headline = "Data Reload: report of " + period;
    var statement =
        facts.isEmpty()
            ? "No execution ended, no file is stuck, and there is no landing problem."
            : "Executions are those of the last " + (days() == 1 ? "day." : days() + " days.");
    return mails.compose(
        "report." + period,
        settings.to(),
        headline,
        new MailContent(headline, facts, statement, List.of(), 0, null));
  }

  /** Lets the report be sent again at the next attempt. */
  public void failed(Exception failure) {
    LOG.warn("The report of {} is not sent and is tried again", period(), failure);
    sql.release(period());
  }

  private String period() {
    var today = LocalDate.now(clock);
    return days() == 1 ? today.toString() : WEEK.format(today);
  }
}
