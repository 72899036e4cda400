package org.datareload.api;

import java.util.Map;

/** A group of related operations. */
@FunctionalInterface
public interface Resource {
  /** The handlers by operationId. */
  Map<String, Operation> operations();
}
