package org.datareload.access;

import static java.util.Objects.requireNonNull;

/**
 * Who asks.
 *
 * @param id what executions, uploads and the audit name him by
 * @param mail where he hears of what he started, or null
 * @param admin whether he may create datasets, and do everything with all of them
 */
public record Principal(String id, String mail, boolean admin) {
  /** Whoever sits at this machine, where nobody signs in. */
  public static final Principal LOCAL = new Principal("local", null, true);

  public Principal {
    requireNonNull(id, "id is null");
  }
}
