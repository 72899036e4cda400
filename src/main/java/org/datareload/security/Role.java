package org.datareload.security;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a member of a dataset may do with it. */
public enum Role {
  OWNER(EnumSet.allOf(Action.class)),
  EDITOR(EnumSet.of(Action.VIEW, Action.UPLOAD, Action.PROCESS, Action.DELETE)),
  READER(EnumSet.of(Action.VIEW));

  private final Set<Action> actions;

  Role(Set<Action> actions) {
    this.actions = actions;
  }

  /** Whether the role allows the action. */
  public boolean allows(Action action) {
    return actions.contains(action);
  }

  /** The role's name as the API and the database have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this name, in lower case. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
