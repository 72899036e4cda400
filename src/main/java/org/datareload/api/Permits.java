package org.datareload.api;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import org.datareload.execution.Execution;
import org.datareload.execution.Executions;
import org.datareload.security.Action;
import org.datareload.security.Principal;

/**
 * Checks that a caller may use an operation before anything else of the request is read. The
 * operation checks it again, since a body may take long to arrive.
 */
public final class Permits {
  private final DatasetAccess datasetAccess;
  private final Executions executions;

  public Permits(DatasetAccess datasetAccess, Executions executions) {
    this.datasetAccess = requireNonNull(datasetAccess, "datasetAccess is null");
    this.executions = requireNonNull(executions, "executions is null");
  }

  /**
   * @param need {@code x-action} of the operation in the contract
   * @param path the path parameters
   * @throws ProblemException 403 if the caller lacks the permission, 404 if the dataset or the
   *     execution does not exist or the caller may not view it
   */
  public void require(String need, Principal caller, Map<String, String> path) {
    switch (need) {
      case "any", "events" -> {}
      case "person" -> TokenResource.requirePerson(caller);
      case "admin" -> DatasetAccess.requireAdmin(caller);
      default -> {
        var action = Action.valueOf(need.toUpperCase(Locale.ROOT));
        if (path.containsKey("domain")) {
          datasetAccess.require(caller, path, action);
        } else {
          execution(caller, path);
        }
      }
    }
  }

  /** The execution that the path names. */
  Execution execution(Principal caller, Map<String, String> path) {
    return executions
        .find(path.get("id"))
        .filter(found -> datasetAccess.mayView(caller, found.datasetId()))
        .orElseThrow(() -> new ProblemException(Problem.notFound("Execution")));
  }
}
