package org.datareload.landing;

import static java.time.ZoneOffset.UTC;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a writer may have meant by the value of {@code upload_date}.
 *
 * @param epoch 10 to 13 digits, or null if there is no guess
 * @param note what is wrong with the value, or null if nothing is
 */
record EpochGuess(String epoch, String note) {
  private static final String RANGE = "An epoch in seconds or in milliseconds is fine; ";
  private static final Pattern NUMBER = Pattern.compile("([0-9]+)([.,][0-9]+)?");
  private static final Pattern VALID = Pattern.compile("[0-9]{10,13}");
  private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
  private static final int MILLISECONDS = 13;

  /** The notations of a time that jobs use; those without a zone are read as UTC. */
  private static final List<Function<String, Instant>> TIMES =
      List.of(
          text -> OffsetDateTime.parse(text).toInstant(),
          text -> LocalDateTime.parse(text).toInstant(UTC),
          text -> LocalDateTime.parse(text, COMPACT).toInstant(UTC),
          text -> LocalDate.parse(text).atStartOfDay().toInstant(UTC),
          text ->
              LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)
                  .atStartOfDay()
                  .toInstant(UTC));

  static EpochGuess of(String value) {
    if (VALID.matcher(value).matches()) {
      return new EpochGuess(value, null);
    }
    var time = TIMES.stream().map(parse -> parsed(value, parse)).filter(Objects::nonNull);
    var seconds = time.map(Instant::getEpochSecond).map(String::valueOf).findFirst();
    if (seconds.filter(VALID.asMatchPredicate()).isPresent()) {
      return new EpochGuess(
          seconds.get(), RANGE + "this is a date, which is " + seconds.get() + " in UTC.");
    }
    var number = NUMBER.matcher(value);
    if (!number.matches()) {
      return new EpochGuess(null, RANGE + "this is no epoch.");
    }
    var digits = number.group(1);
    if (number.group(2) != null) {
      return new EpochGuess(
          VALID.matcher(digits).matches() ? digits : null, RANGE + "this has a fraction.");
    }
    // Of microseconds and nanoseconds the first digits are the milliseconds.
    var isFiner = digits.length() == 16 || digits.length() == 19;
    return new EpochGuess(
        isFiner ? digits.substring(0, MILLISECONDS) : null,
        RANGE + "this has " + digits.length() + (digits.length() == 1 ? " digit." : " digits."));
  }

  private static Instant parsed(String text, Function<String, Instant> parse) {
    try {
      return parse.apply(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
