package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Set;

/**
 * Limits on what a principal may do, in addition to its roles.
 *
 * @param tokenId the API token that sets the limits, null for a person
 * @param actions always includes {@link Action#VIEW}
 * @param datasetId the only dataset allowed, null for all
 */
public record Scope(String tokenId, Set<Action> actions, String datasetId) {
  /** No limits. */
  public static final Scope FULL = new Scope(null, EnumSet.allOf(Action.class), null);

  public Scope {
    var all = EnumSet.of(Action.VIEW);
    all.addAll(requireNonNull(actions, "actions is null"));
    actions = Set.copyOf(all);
  }

  public boolean allows(String dataset, Action action) {
    return actions.contains(action) && (datasetId == null || datasetId.equals(dataset));
  }

  /** Whether the request was authenticated by an API token. */
  public boolean isToken() {
    return tokenId != null;
  }
}
