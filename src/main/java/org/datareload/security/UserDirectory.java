package org.datareload.security;

import java.util.Optional;

/** Finds users by id. */
@FunctionalInterface
public interface UserDirectory {
  /** The user with this id, without the limits of any API token. */
  Optional<Principal> find(String userId);

  /** Identifies the user's password and changes with it; null if the user has none here. */
  default String credential(String userId) {
    return null;
  }

  /** Why the API tokens of a user do not count at present, or null. */
  default String tokenRefusal(String userId) {
    return null;
  }
}
