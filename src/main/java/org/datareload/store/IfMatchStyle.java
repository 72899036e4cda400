package org.datareload.store;

/** The form of the ETag that a store expects in the If-Match of a PUT. */
public enum IfMatchStyle {
  /** In quotes, as in HTTP. */
  QUOTED,
  /** Without quotes: Ceph RGW compares the quotes, too. */
  BARE,
  /** None works: the condition is ignored, or fails even where it holds. */
  NONE;

  /** The header, or null to send none. */
  String header(String etag) {
    return switch (this) {
      case QUOTED -> Etags.quoted(etag);
      case BARE -> etag;
      case NONE -> null;
    };
  }
}
