package org.datareload.security;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.datareload.dataset.FieldError;

/**
 * A wish for an API token, just as it came: fields may be null or wrong until {@link #errors} says
 * that there are none.
 *
 * @param scopes names of actions, in lower case
 * @param datasetId the only dataset it is for, null for all of its owner's
 * @param days until it expires, null for 90
 */
public record TokenRequest(String name, List<String> scopes, String datasetId, Integer days) {
  private static final int MAX_NAME = 120;
  private static final int MAX_DAYS = 366;
  private static final int DEFAULT_DAYS = 90;
  private static final Set<String> ACTIONS =
      Stream.of(Action.values()).map(TokenRequest::word).collect(toCollection(TreeSet::new));

  /** All fields that cannot be taken, in the order of the record. */
  public List<FieldError> errors() {
    var errors = new ArrayList<FieldError>();
    if (name == null || name.isBlank() || name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
      errors.add(new FieldError("name", "must be 1 to 120 characters"));
    }
    if (scopes == null || scopes.isEmpty() || !ACTIONS.containsAll(known(scopes))) {
      errors.add(new FieldError("scopes", "must be some of " + String.join(", ", ACTIONS)));
    }
    if (days != null && (days < 1 || days > MAX_DAYS)) {
      errors.add(new FieldError("days", "must be 1 to 366"));
    }
    return errors;
  }

  /** The word of an action, as it is among scopes. */
  public static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  Set<Action> actions() {
    var actions = EnumSet.of(Action.VIEW);
    scopes.forEach(scope -> actions.add(Action.valueOf(scope.toUpperCase(Locale.ROOT))));
    return actions;
  }

  int lifetime() {
    return days == null ? DEFAULT_DAYS : days;
  }

  // A sorted set cannot be asked for null.
  private static List<String> known(List<String> words) {
    return words.stream().map(String::valueOf).toList();
  }
}
