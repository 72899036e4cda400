package org.datareload.security;

import java.util.Locale;

/** What a user can do with a dataset; roles and API tokens allow some or all of it. */
public enum Action {
  /** See the dataset, its files and its executions. */
  VIEW,
  UPLOAD,
  /** Start an execution or restore earlier content. */
  PROCESS,
  /** Delete pending files. */
  DELETE,
  /** Change or delete the dataset, manage its members, read its audit log. */
  OWN;

  /** The name in the API, where token scopes are named by it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
