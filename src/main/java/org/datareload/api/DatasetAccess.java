package org.datareload.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.Visible;
import org.datareload.security.Access;
import org.datareload.security.Action;
import org.datareload.security.Principal;

/** Finds datasets and checks what the caller may do with them. */
public final class DatasetAccess {
  private final Datasets datasets;
  private final Access access;

  public DatasetAccess(Datasets datasets, Access access) {
    this.datasets = datasets;
    this.access = access;
  }

  /**
   * The dataset that the path names.
   *
   * @throws ProblemException 404 if it does not exist or the caller may not view it, 403 if the
   *     caller may view it but lacks the permission
   */
  Dataset require(ApiRequest request, Action action) {
    return require(request.principal(), request.path(), action);
  }

  /** The same before there is a request. */
  Dataset require(Principal caller, Map<String, String> path, Action action) {
    var dataset = visible(caller, find(path.get("domain"), path.get("name")));
    if (!access.may(caller, dataset, action)) {
      throw new ProblemException(
          Problem.of(403, "You lack the permission '" + action.word() + "' for this dataset"));
    }
    return dataset;
  }

  /**
   * The dataset that a text such as {@code domain/name} names.
   *
   * @throws ProblemException 404 if it does not exist or the caller may not view it
   */
  Dataset requireVisible(ApiRequest request, String text) {
    var parts = text.split("/", -1);
    var found = parts.length == 2 ? find(parts[0], parts[1]) : Optional.<Dataset>empty();
    return visible(request.principal(), found);
  }

  private Dataset visible(Principal caller, Optional<Dataset> dataset) {
    return dataset.filter(found -> mayView(caller, found)).orElseThrow(DatasetAccess::notFound);
  }

  static ProblemException notFound() {
    return new ProblemException(Problem.notFound("Dataset"));
  }

  Optional<Dataset> find(String domain, String name) {
    return DatasetName.isValid(domain) && DatasetName.isValid(name)
        ? datasets.find(new DatasetName(domain, name))
        : Optional.empty();
  }

  /** The datasets that lists show to the caller. */
  Visible visible(ApiRequest request) {
    return visible(request.principal());
  }

  Visible visible(Principal principal) {
    return access.visible(principal);
  }

  boolean mayView(Principal principal, Dataset dataset) {
    return access.may(principal, dataset, Action.VIEW);
  }

  boolean mayView(Principal principal, String datasetId) {
    return datasets.findById(datasetId).filter(found -> mayView(principal, found)).isPresent();
  }

  /** The names of what the principal may do with the dataset. */
  List<String> permissions(Principal principal, Dataset dataset) {
    return Arrays.stream(Action.values())
        .filter(action -> access.may(principal, dataset, action))
        .map(Action::word)
        .toList();
  }

  /**
   * @throws ProblemException 403 if the caller is not an administrator
   */
  static void requireAdmin(Principal caller) {
    if (!caller.mayCreate()) {
      throw new ProblemException(Problem.of(403, "Only administrators may do this"));
    }
  }
}
