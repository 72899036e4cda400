package org.datareload.api;

import org.datareload.security.Principal;

/**
 * The caller, as the program knows him.
 *
 * @param admin whether he may create datasets
 * @param token the id of the API token he shows, or null
 */
record CurrentUser(String id, String mail, boolean admin, String token) {
  static CurrentUser of(Principal who) {
    return new CurrentUser(who.id(), who.mail(), who.mayCreate(), who.scope().tokenId());
  }
}
