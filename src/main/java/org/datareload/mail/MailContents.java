package org.datareload.mail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.datareload.mail.MailContent.Fact;

/** Puts into words what became of an execution, and what readers of its dataset see now. */
final class MailContents {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxxx", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StatusRowSql sql;
  private final String publicUrl;

  /**
   * @param publicUrl where the page is reached, without a slash at the end; blank for no links
   */
  MailContents(StatusRowSql sql, String publicUrl) {
    this.sql = sql;
    this.publicUrl = publicUrl;
  }

  MailContent of(StatusRow occasion) {
    return occasion.kind().equals("landing") ? ofProblems(occasion) : ofExecution(occasion);
  }

  private MailContent ofProblems(StatusRow occasion) {
    var names = printable(sql.firstProblems(occasion.letterId(), MailContent.MOST_NAMES));
    return new MailContent(
        occasion.name() + ": " + occasion.landed() + " objects landed that cannot be loaded",
        List.of(new Fact("Dataset", occasion.name())),
        "These objects were left where they are, and no execution loads them:",
        names,
        occasion.landed() - names.size(),
        null);
  }

  private MailContent ofExecution(StatusRow occasion) {
    List<String> names =
        occasion.isLive()
            ? namesOf(sql.firstTargets(occasion.executionId(), MailContent.MOST_NAMES))
            : List.of();
    return new MailContent(
        occasion.name() + ": reload " + occasion.kind(),
        facts(occasion),
        live(occasion),
        names,
        occasion.isLive() ? occasion.filesPlanned() - names.size() : 0,
        publicUrl.isBlank() ? null : publicUrl + "/executions/" + occasion.executionId());
  }

  private static List<Fact> facts(StatusRow occasion) {
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("Dataset", occasion.name()));
    facts.add(new Fact("Execution", occasion.executionId()));
    facts.add(new Fact("Status", occasion.kind()));
    if (occasion.reason() != null) {
      facts.add(new Fact("Reason", SafeText.of(occasion.reason())));
    }
    facts.add(new Fact("Files", counts(occasion.filesPlanned(), occasion.filesCopied())));
    facts.add(new Fact("Bytes", counts(occasion.bytesPlanned(), occasion.bytesCopied())));
    facts.add(new Fact("Started by", SafeText.of(occasion.startedBy())));
    addTime(facts, "Accepted", occasion.acceptedAt());
    addTime(facts, "Started", occasion.startedAt());
    addTime(facts, "Finished", occasion.finishedAt());
    return facts;
  }

  private static String counts(long planned, long copied) {
    return String.format(Locale.ROOT, "%,d planned, %,d copied", planned, copied);
  }

  private static void addTime(List<Fact> facts, String label, Instant time) {
    if (time != null) {
      facts.add(new Fact(label, UTC.format(time)));
    }
  }

  private static String live(StatusRow occasion) {
    if (occasion.liveExecution() == null) {
      return "What is live now: nothing has been published yet.";
    }
    String generation = "generation " + occasion.liveGeneration();
    if (occasion.isLive()) {
      return "What is live now: %s, the %d files of this execution."
          .formatted(generation, occasion.filesPlanned());
    }
    String since = occasion.liveSince() == null ? "" : " of " + UTC.format(occasion.liveSince());
    return "What is live now: %s. The content of execution %s%s is %slive."
        .formatted(generation, occasion.liveExecution(), since, isOlder(occasion) ? "still " : "");
  }

  /** A letter may be late: what is live by now may have been published after its execution. */
  private static boolean isOlder(StatusRow occasion) {
    return occasion.liveSince() != null
        && occasion.acceptedAt() != null
        && occasion.liveSince().isBefore(occasion.acceptedAt());
  }

  private static List<String> namesOf(List<String> keys) {
    return printable(keys.stream().map(key -> key.substring(key.lastIndexOf('/') + 1)).toList());
  }

  private static List<String> printable(List<String> texts) {
    return texts.stream().map(SafeText::of).toList();
  }
}
