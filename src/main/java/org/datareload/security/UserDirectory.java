package org.datareload.security;

import java.util.Optional;

/** The users who may sign in, or have done so, with what they may do beside their roles. */
@FunctionalInterface
public interface UserDirectory {
  /** The user of this id. */
  Optional<Principal> find(String userId);
}
