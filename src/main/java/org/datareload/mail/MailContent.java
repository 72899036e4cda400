package org.datareload.mail;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a mail says, before it is set as plain text or as HTML; every text is printable.
 *
 * @param headline what happened
 * @param statement the sentence that matters most: what readers of the dataset see now
 * @param names objects that the statement speaks of, at most {@link #MOST_NAMES}
 * @param unnamed how many more there are
 * @param link where to read on, or null
 */
record MailContent(
    String headline,
    List<Fact> facts,
    String statement,
    List<String> names,
    long unnamed,
    String link) {
  static final int MOST_NAMES = 50;

  /** One line of the table: a label and its value. */
  record Fact(String label, String value) {}

  MailContent {
    requireNonNull(headline, "headline is null");
    facts = List.copyOf(facts);
    requireNonNull(statement, "statement is null");
    names = List.copyOf(names);
  }

  /** The report as plain text. */
  String text() {
    var out = new StringBuilder(headline).append("\n\n");
    facts.forEach(f -> out.append(String.format("%-11s %s%n", f.label() + ":", f.value())));
    out.append('\n').append(statement).append('\n');
    names.forEach(name -> out.append("  ").append(name).append('\n'));
    if (unnamed > 0) {
      out.append("  and ").append(unnamed).append(" more\n");
    }
    if (link != null) {
      out.append('\n').append(link).append('\n');
    }
    return out.toString().replace(System.lineSeparator(), "\n");
  }
}
