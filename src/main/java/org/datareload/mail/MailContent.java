package org.datareload.mail;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The content of a mail, which the plain text and the HTML show alike; all text is safe to print.
 *
 * @param headline what happened
 * @param statement the most important sentence: what is live now
 * @param names files or problems that the statement announces, at most {@link #MAX_NAMES}
 * @param unnamed how many more there are
 * @param link to the execution or to the dataset's landing problems, or null
 */
record MailContent(
    String headline,
    List<Fact> facts,
    String statement,
    List<String> names,
    long unnamed,
    String link) {
  static final int MAX_NAMES = 50;

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxxx", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** One line of the table: a label and its value. */
  record Fact(String label, String value) {}

  MailContent {
    requireNonNull(headline, "headline is null");
    facts = List.copyOf(facts);
    requireNonNull(statement, "statement is null");
    names = List.copyOf(names);
  }

  /**
   * @param publicUrl of the page without a slash at the end; blank for no links
   */
  static MailContent of(StatusRow row, String publicUrl) {
    return row.isAboutProblems() ? ofProblems(row, publicUrl) : ofExecution(row, publicUrl);
  }

  private static MailContent ofProblems(StatusRow row, String publicUrl) {
    return new MailContent(
        row.name() + ": " + landed(row),
        List.of(new Fact("Dataset", row.name())),
        row.problems() == 1
            ? "This object stays in the landing zone and no execution loads it:"
            : "These objects stay in the landing zone and no execution loads them:",
        row.names().stream().map(SafeText::of).toList(),
        row.problems() - row.names().size(),
        publicUrl.isBlank() ? null : publicUrl + "/datasets/" + row.name() + "/problems");
  }

  /** What a mail about landing problems tells. */
  static String landed(StatusRow row) {
    return count(row.problems(), "object") + " landed that cannot be loaded";
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static MailContent ofExecution(StatusRow row, String publicUrl) {
    return new MailContent(
        row.name() + ": reload " + row.status(),
        facts(row),
        live(row),
        row.names().stream().map(SafeText::of).toList(),
        row.isLive() ? row.filesPlanned() - row.names().size() : 0,
        publicUrl.isBlank() ? null : publicUrl + "/executions/" + row.executionId());
  }

  private static List<Fact> facts(StatusRow row) {
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("Dataset", row.name()));
    facts.add(new Fact("Execution", row.executionId()));
    facts.add(new Fact("Status", row.status()));
    if (row.reason() != null) {
      facts.add(new Fact("Reason", SafeText.of(row.reason())));
    }
    addNotes(facts, row);
    facts.add(new Fact("Files", counts(row.filesPlanned(), row.filesCopied())));
    facts.add(new Fact("Bytes", counts(row.bytesPlanned(), row.bytesCopied())));
    facts.add(new Fact("Started by", SafeText.of(row.startedBy())));
    addTime(facts, "Accepted", row.acceptedAt());
    addTime(facts, "Started", row.startedAt());
    addTime(facts, "Finished", row.finishedAt());
    return facts;
  }

  private static void addNotes(List<Fact> facts, StatusRow row) {
    if (row.lateFiles() > 0) {
      facts.add(
          new Fact(
              "Late files",
              row.lateFiles() == 1
                  ? "1 more file landed in this folder afterwards: it is pending"
                  : row.lateFiles()
                      + " more files landed in this folder afterwards: they are pending"));
    }
    if (row.notRemoved() > 0) {
      facts.add(
          new Fact(
              "Not removed",
              row.notRemoved() == 1
                  ? "1 object stays, since the store refuses to delete it; it is not loaded again"
                  : row.notRemoved()
                      + " objects stay, since the store refuses to delete them; they are not loaded"
                      + " again"));
    }
    if (row.note() != null) {
      facts.add(new Fact("Note", SafeText.of(row.note())));
    }
  }

  private static String counts(long planned, long copied) {
    return String.format(Locale.ROOT, "%,d planned, %,d copied", planned, copied);
  }

  private static void addTime(List<Fact> facts, String label, Instant time) {
    if (time != null) {
      facts.add(new Fact(label, UTC.format(time)));
    }
  }

  private static String live(StatusRow row) {
    if (row.liveExecution() == null) {
      return "What is live now: nothing has been published yet.";
    }
    var generation = "generation " + row.liveGeneration();
    if (row.isLive()) {
      return "What is live now: %s, the %s of this execution."
          .formatted(generation, count(row.filesPlanned(), "file"));
    }
    var since = row.liveSince() == null ? "" : " of " + UTC.format(row.liveSince());
    return "What is live now: %s. The content of execution %s%s is %slive."
        .formatted(generation, row.liveExecution(), since, isOlder(row) ? "still " : "");
  }

  /** A mail may be late: the live content may have been published after its execution. */
  private static boolean isOlder(StatusRow row) {
    return row.liveSince() != null
        && row.acceptedAt() != null
        && row.liveSince().isBefore(row.acceptedAt());
  }

  /** The content as plain text. */
  String text() {
    var out = new StringBuilder(headline).append("\n\n");
    facts.forEach(f -> out.append(String.format("%-11s %s\n", f.label() + ":", f.value())));
    out.append('\n').append(statement).append('\n');
    names.forEach(name -> out.append("  ").append(name).append('\n'));
    if (unnamed > 0) {
      out.append("  and ").append(unnamed).append(" more\n");
    }
    if (link != null) {
      out.append('\n').append(link).append('\n');
    }
    return out.toString();
  }
}
