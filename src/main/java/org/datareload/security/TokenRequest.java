package org.datareload.security;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datareload.dataset.FieldError;

/**
 * A request for an API token, not validated: fields may be null or wrong unless {@link #errors} is
 * empty.
 *
 * @param scopes names of actions, see {@link Action#word}
 * @param datasetId the only dataset the token is for, null for all
 * @param days until it expires, null for 90 or the maximum if that is less
 */
public record TokenRequest(String name, List<String> scopes, String datasetId, Integer days) {
  private static final int MAX_NAME = 120;
  private static final int DEFAULT_DAYS = 90;
  private static final Set<String> SCOPES =
      Stream.of(Action.values()).map(Action::word).collect(toCollection(TreeSet::new));

  /**
   * All invalid fields, in the order of the record.
   *
   * @param maxDays the maximum of {@code days}
   */
  List<FieldError> errors(int maxDays) {
    var errors = new ArrayList<FieldError>();
    if (name == null || name.isBlank() || name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
      errors.add(new FieldError("name", "must be 1 to 120 characters"));
    }
    if (scopes == null
        || scopes.isEmpty()
        || !scopes.stream().map(String::valueOf).allMatch(SCOPES::contains)) {
      errors.add(new FieldError("scopes", "must be some of " + String.join(", ", SCOPES)));
    }
    if (days != null && (days < 1 || days > maxDays)) {
      errors.add(new FieldError("days", "must be 1 to " + maxDays));
    }
    return errors;
  }

  Set<Action> actions() {
    return Stream.concat(Stream.of(Action.VIEW.name()), scopes.stream())
        .map(scope -> Action.valueOf(scope.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toSet());
  }

  int daysOrDefault(int maxDays) {
    return days == null ? Math.min(DEFAULT_DAYS, maxDays) : days;
  }
}
