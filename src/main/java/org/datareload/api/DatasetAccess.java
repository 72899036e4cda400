package org.datareload.api;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.Visible;
import org.datareload.security.Access;
import org.datareload.security.Action;
import org.datareload.security.Principal;

/** Finds datasets for those who may know of them. */
final class DatasetAccess {
  private final Datasets datasets;
  private final Access access;

  DatasetAccess(Datasets datasets, Access access) {
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.access = requireNonNull(access, "access is null");
  }

  /**
   * The dataset that the path names.
   *
   * @throws ProblemException 404 where there is none or the caller may not see it, 403 where he may
   *     see it and no more
   */
  Dataset dataset(ApiRequest call, Action action) {
    var domain = call.path().get("domain");
    var name = call.path().get("name");
    return checked(call.principal(), named(domain, name), action);
  }

  /** The dataset of a query such as {@code domain/name}, for reading. */
  Dataset dataset(ApiRequest call, String text) {
    var parts = text.split("/", -1);
    var found = parts.length == 2 ? named(parts[0], parts[1]) : Optional.<Dataset>empty();
    return checked(call.principal(), found, Action.VIEW);
  }

  Dataset dataset(Principal principal, String id, Action action) {
    return checked(principal, datasets.findById(id), action);
  }

  private Dataset checked(Principal principal, Optional<Dataset> found, Action action) {
    if (found.isEmpty() || !access.may(principal, found.get(), Action.VIEW)) {
      throw noDataset();
    }
    if (!access.may(principal, found.get(), action)) {
      throw new ProblemException(
          Problem.of(403, "Your role for this dataset does not allow to " + word(action)));
    }
    return found.get();
  }

  static ProblemException noDataset() {
    return new ProblemException(Problem.notFound("such dataset"));
  }

  private Optional<Dataset> named(String domain, String name) {
    return DatasetName.isValid(domain) && DatasetName.isValid(name)
        ? datasets.find(new DatasetName(domain, name))
        : Optional.empty();
  }

  /** What lists may show to the caller. */
  Visible visible(ApiRequest call) {
    return access.visible(call.principal());
  }

  boolean mayView(Principal principal, Dataset dataset) {
    return access.may(principal, dataset, Action.VIEW);
  }

  /** What the principal may do, in the words of the contract. */
  List<String> words(Principal principal, Dataset dataset) {
    return Arrays.stream(Action.values())
        .filter(action -> access.may(principal, dataset, action))
        .map(DatasetAccess::word)
        .toList();
  }

  /**
   * Lets administrators pass.
   *
   * @throws ProblemException 403 for all others
   */
  static void admin(ApiRequest call) {
    if (!call.principal().mayCreate()) {
      throw new ProblemException(Problem.of(403, "Only administrators may do this"));
    }
  }

  private static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
