package org.datareload.dataset;

/**
 * Which datasets a list may show: all, those of a member, or one.
 *
 * @param memberId the user who must be a member, null for no such limit
 * @param datasetId the only dataset, null for no such limit
 */
public record Visible(String memberId, String datasetId) {
  /** All of them. */
  public static final Visible ALL = new Visible(null, null);

  /** Only this dataset, and only if it is visible already. */
  public Visible only(String id) {
    return new Visible(memberId, id);
  }
}
