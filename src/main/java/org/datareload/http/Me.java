package org.datareload.http;

import org.datareload.access.Principal;

/**
 * The caller, as the program knows him.
 *
 * @param admin whether he may create datasets
 * @param token the id of the API token he shows, or null
 */
record Me(String id, String mail, boolean admin, String token) {
  static Me of(Principal who) {
    return new Me(who.id(), who.mail(), who.mayCreate(), who.scope().tokenId());
  }
}
