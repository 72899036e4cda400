package org.datareload.security;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The role of a member in a dataset. */
public enum Role {
  OWNER(EnumSet.allOf(Action.class)),
  EDITOR(EnumSet.of(Action.VIEW, Action.UPLOAD, Action.PROCESS, Action.DELETE)),
  READER(EnumSet.of(Action.VIEW));

  private final Set<Action> actions;

  Role(Set<Action> actions) {
    this.actions = actions;
  }

  public boolean allows(Action action) {
    return actions.contains(action);
  }

  /** The name in the API and in the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role with this {@link #word}. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
