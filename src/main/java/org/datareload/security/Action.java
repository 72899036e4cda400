package org.datareload.security;

/** What somebody wants to do with a dataset; each needs a role that allows it. */
public enum Action {
  /** See the dataset, its files and its executions. */
  VIEW,
  UPLOAD,
  /** Start an execution, or bring earlier content back. */
  PROCESS,
  /** Delete pending files. */
  DELETE,
  /** Change or delete the dataset, say who may do what, read the audit. */
  OWN
}
