package org.datareload.security;

import java.util.Optional;

/** Finds users by id. */
@FunctionalInterface
public interface UserDirectory {
  /** The user with this id, without the limits of any API token. */
  Optional<Principal> find(String userId);
}
