package org.datareload.access;

/**
 * What somebody can see, for the statements of lists: all datasets, or those that have him as a
 * member, or the one of his token.
 *
 * @param userId who must be a member of a dataset to see it, null where all are seen
 * @param datasetId the only dataset that is seen, null for no such limit
 */
public record Visible(String userId, String datasetId) {
  /** What the principal can see. */
  static Visible to(Principal principal) {
    return new Visible(principal.admin() ? null : principal.id(), principal.scope().datasetId());
  }
}
