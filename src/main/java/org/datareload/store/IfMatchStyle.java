package org.datareload.store;

/** How a store wants the ETag in the If-Match of a PUT. */
public enum IfMatchStyle {
  /** In quotes, as HTTP has it. */
  QUOTED,
  /** Without quotes: Ceph RGW finds no object that has the quotes in its ETag. */
  BARE,
  /** In no form: the condition is ignored, or refused even where it is right. */
  NONE;

  /** The header's value, or null for no header. */
  String header(String etag) {
    return switch (this) {
      case QUOTED -> Etags.quoted(etag);
      case BARE -> etag;
      case NONE -> null;
    };
  }
}
