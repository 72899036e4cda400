package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Set;

/**
 * The limits within which somebody acts, whatever his roles are.
 *
 * @param tokenId the API token that sets the limits, null where a person acts himself
 * @param actions always with {@link Action#VIEW}
 * @param datasetId the only dataset, null for all
 */
public record Scope(String tokenId, Set<Action> actions, String datasetId) {
  /** No limits. */
  public static final Scope FULL = new Scope(null, EnumSet.allOf(Action.class), null);

  public Scope {
    var all = EnumSet.of(Action.VIEW);
    all.addAll(requireNonNull(actions, "actions is null"));
    actions = Set.copyOf(all);
  }

  /** Whether the limits leave room for this. */
  public boolean allows(String dataset, Action action) {
    return actions.contains(action) && (datasetId == null || datasetId.equals(dataset));
  }

  /** Whether a script acts, with an API token. */
  public boolean isToken() {
    return tokenId != null;
  }
}
