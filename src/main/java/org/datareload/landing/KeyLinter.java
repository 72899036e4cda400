package org.datareload.landing;

import static org.datareload.landing.NearestDatasets.MAX_TYPOS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.datareload.dataset.Dataset;
import org.datareload.landing.LandingKey.Valid;

/**
 * Suggests what the writer of a key that cannot be loaded may have meant. It puts one segment after
 * the other right, notes what each should be, and offers the whole key if that would be valid.
 */
final class KeyLinter {
  private static final String DATE = "upload_date=";
  private static final String ANY_EPOCH = "<epoch>";
  private static final String ANY_USER = "<UserId>";
  private static final int DATE_AT = 2;
  private static final int USER_AT = 3;
  private static final int PATH_AT = 5;
  private static final Pattern DATE_LIKE =
      Pattern.compile("(?is)upload[-_. ]?date(?:=|%3D|[-_:. ])?(.*)");
  private static final Pattern HIDING = Pattern.compile("^[_.]+");

  private final String key;
  private final NearestDatasets nearest;
  private final List<String> segments;
  private final List<String> notes = new ArrayList<>();
  private Dataset dataset;

  private KeyLinter(String key, Dataset dataset, NearestDatasets nearest) {
    this.key = key;
    this.dataset = dataset;
    this.nearest = nearest;
    this.segments =
        new ArrayList<>(Stream.of(key.split("/")).filter(part -> !part.isEmpty()).toList());
  }

  /**
   * What to do about a key that cannot be loaded.
   *
   * @param dataset that the key begins with, or null if it names none
   * @param nearest asked only where the key names none
   * @return empty if there is nothing to add to the reason
   */
  static String suggestion(String key, Dataset dataset, NearestDatasets nearest) {
    return new KeyLinter(key, dataset, nearest).suggestion();
  }

  private String suggestion() {
    if (LandingKey.isTableLog(key)) {
      return "Write a snapshot of the table as plain files into a folder of its own.";
    }
    if (segments.size() <= DATE_AT) {
      return "";
    }
    nameTrigger();
    var isOnlyTrigger = !notes.isEmpty();
    if (placeDate()) {
      nameDataset();
      placeUserAndType();
      renameHidden();
    }
    isOnlyTrigger &= notes.size() == 1;
    var meant = String.join("/", segments);
    if (!isOnlyTrigger
        && !meant.equals(key)
        && LandingKey.parse(meant.replace(ANY_EPOCH, "1700000000")) instanceof Valid) {
      notes.add("Did you mean " + meant + "?");
    }
    return String.join(" ", notes);
  }

  private void nameTrigger() {
    var last = segments.size() - 1;
    var name = segments.get(last).toLowerCase(Locale.ROOT);
    var isTrigger = key.endsWith("/" + LandingKey.TRIGGER);
    if (!isTrigger
        && (KnownNames.isMisspeltTrigger(name)
            || name.startsWith("_success")
            || name.startsWith("_")
                && NearestDatasets.typos(name, "_success", MAX_TYPOS) <= MAX_TYPOS)) {
      segments.set(last, LandingKey.TRIGGER);
      notes.add("Did you mean _SUCCESS? The trigger is a file named exactly _SUCCESS.");
    }
  }

  /** Brings the date to its place; returns whether the segments are in order then. */
  private boolean placeDate() {
    var folders = segments.subList(0, segments.size() - 1);
    var found = 0;
    while (found < folders.size() && !DATE_LIKE.matcher(folders.get(found)).matches()) {
      found++;
    }
    if (found == folders.size()) {
      found = DATE_AT;
      if (EpochGuess.of(segments.get(DATE_AT)).epoch() == null) {
        notes.add("The segment upload_date=<epoch> is missing behind the dataset's name.");
        segments.add(DATE_AT, DATE + ANY_EPOCH);
        return true;
      }
    }
    if (found > DATE_AT) {
      removeBeforeDate(found);
    } else if (found < DATE_AT) {
      notes.add("The domain or the dataset's name is missing before upload_date.");
      return false;
    }
    nameDate();
    return true;
  }

  /** Whatever is in front of a registered dataset, or else behind what should be one. */
  private void removeBeforeDate(int found) {
    var isBehind = nearest(segments.get(found - 2), segments.get(found - 1)).isEmpty();
    var from = isBehind ? DATE_AT : 0;
    var surplus = segments.subList(from, from + found - DATE_AT);
    notes.add(
        "The key has too much: " + NotificationFormat.excerpt(String.join("/", surplus)) + "/.");
    surplus.clear();
  }

  private void nameDate() {
    var date = segments.get(DATE_AT);
    var dateLike = DATE_LIKE.matcher(date);
    var value = dateLike.matches() ? dateLike.group(1) : date;
    if (date.startsWith(DATE)) {
      value = date.substring(DATE.length());
    } else {
      notes.add("The third segment begins with exactly upload_date=.");
    }
    var guess = EpochGuess.of(value);
    if (guess.note() != null) {
      notes.add(guess.note());
    }
    segments.set(DATE_AT, DATE + (guess.epoch() == null ? ANY_EPOCH : guess.epoch()));
  }

  private void nameDataset() {
    if (dataset == null) {
      dataset = nearest(segments.get(0), segments.get(1)).orElse(null);
    }
    if (dataset != null) {
      var name = dataset.name();
      if (!key.startsWith(name.prefix())
          && !(name.domain().equals(segments.get(0)) && name.name().equals(segments.get(1)))) {
        notes.add("A dataset is named " + name + ".");
      }
      segments.set(0, name.domain());
      segments.set(1, name.name());
    }
  }

  private Optional<Dataset> nearest(String domain, String name) {
    return dataset == null
        ? nearest.find(domain, name)
        : Optional.of(dataset).filter(it -> NearestDatasets.isNamed(it, domain, name));
  }

  private void placeUserAndType() {
    var below = segments.subList(USER_AT, segments.size());
    if (dataset == null) {
      if (below.size() <= PATH_AT - USER_AT) {
        notes.add("The user id or the FileType is missing before the file name.");
      }
      return;
    }
    var type = dataset.fileType();
    var folders = below.subList(0, below.size() - 1);
    var place = 0;
    while (place < folders.size() && !folders.get(place).equalsIgnoreCase(type)) {
      place++;
    }
    if (place == folders.size()) {
      addType(below, type);
    } else if (place == 0) {
      notes.add("The user id is missing before " + type + ".");
      below.add(0, ANY_USER);
    } else {
      if (place > 1) {
        var surplus = below.subList(1, place);
        notes.add(
            "The key has too much: "
                + NotificationFormat.excerpt(String.join("/", surplus))
                + "/.");
        surplus.clear();
      }
      if (!below.get(1).equals(type)) {
        addType(below, type);
      }
    }
  }

  private void addType(List<String> below, String type) {
    // A name with "=" is the folder of a partition, and belongs behind the file type.
    if (below.size() == 1 || below.get(0).contains("=")) {
      notes.add("The user id and the FileType are missing: " + ANY_USER + "/" + type + "/.");
      below.addAll(0, List.of(ANY_USER, type));
    } else if (below.size() == 2 || below.get(1).contains("=")) {
      notes.add("The FileType is missing behind the user id: " + type + "/.");
      below.add(1, type);
    } else {
      notes.add("FileType of this dataset is " + type + ".");
      below.set(1, type);
    }
  }

  private void renameHidden() {
    for (var i = PATH_AT; i < segments.size(); i++) {
      var name = segments.get(i);
      var isTrigger = i == segments.size() - 1 && name.equals(LandingKey.TRIGGER);
      if (!isTrigger) {
        segments.set(
            i,
            HIDING.matcher(LandingKey.LINE_BREAK.matcher(name).replaceAll("_")).replaceFirst(""));
      }
    }
  }
}
