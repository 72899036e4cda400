package org.datareload.mail;

import java.util.Optional;

/** Knows the mail addresses of registered users. */
@FunctionalInterface
public interface UserAddresses {
  /**
   * The address of a user.
   *
   * @param userId who started an execution: text that may come from an object's key and is
   *     therefore only looked up, never used as an address
   * @return empty where no such user is registered
   */
  Optional<String> of(String userId);

  /** A directory that knows nobody. */
  static UserAddresses none() {
    return userId -> Optional.empty();
  }
}
