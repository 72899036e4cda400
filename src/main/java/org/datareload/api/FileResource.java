package org.datareload.api;

import static java.util.Objects.requireNonNull;

import org.datareload.dataset.Dataset;
import org.datareload.landing.Deletion;
import org.datareload.landing.Deletions;
import org.datareload.landing.FilePages;
import org.datareload.landing.FileSearch;
import org.datareload.landing.FileStatus;
import org.datareload.landing.LandingFile;
import org.datareload.landing.Previews;
import org.datareload.landing.Selection;
import org.datareload.security.Action;

/** Shows landed files, deletes pending ones, and previews what processing them would change. */
final class FileResource {
  private final DatasetAccess datasetAccess;
  private final FilePages files;
  private final Deletions deletions;
  private final Previews previews;

  FileResource(
      DatasetAccess datasetAccess, FilePages files, Deletions deletions, Previews previews) {
    this.datasetAccess = requireNonNull(datasetAccess, "permits is null");
    this.files = requireNonNull(files, "files is null");
    this.deletions = requireNonNull(deletions, "deletions is null");
    this.previews = requireNonNull(previews, "previews is null");
  }

  ApiResponse list(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.VIEW);
    var status = call.query("status") == null ? null : FileStatus.of(call.query("status"));
    var search = new FileSearch(dataset.id(), status, call.query("q"));
    var limit = call.limit();
    var page = files.page(search, call.query("after"), limit + 1);
    var shown = page.stream().limit(limit).toList();
    var next = page.size() > limit ? shown.get(limit - 1).id() : null;
    var items = shown.stream().map(FileView::of).toList();
    return ApiResponse.ok(Json.page("files", items, files.count(search), next));
  }

  ApiResponse delete(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.DELETE);
    var selection = SelectionParser.files(call.body());
    var outcome = deletions.delete(dataset, selection, call.principal().id());
    if (outcome instanceof Deletion.SelectionChanged moved) {
      throw moved(dataset, selection, moved.expected(), moved.found());
    }
    return ApiResponse.ok(outcome);
  }

  ApiResponse preview(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.VIEW);
    var selection = SelectionParser.files(call.body());
    var preview = previews.preview(dataset, selection);
    if (selection instanceof Selection.Ids ids && preview.selected().files() < ids.ids().size()) {
      throw moved(dataset, selection, ids.ids().size(), preview.selected().files());
    }
    return ApiResponse.ok(preview);
  }

  /** Why files cannot be taken: some do not exist, or their number is another. */
  ProblemException moved(Dataset dataset, Selection selection, long expected, long found) {
    if (selection instanceof Selection.Ids chosen) {
      var known = files.find(dataset.id(), chosen.ids());
      if (known.size() < chosen.ids().size()) {
        var ids = known.stream().map(LandingFile::id).toList();
        var missing = chosen.ids().stream().filter(id -> !ids.contains(id)).findFirst();
        return new ProblemException(
            Problem.notFound("file " + missing.orElseThrow() + " of " + dataset.name()));
      }
    }
    return new ProblemException(
        Problem.of(
                409,
                "%d of the %d chosen files of %s are pending; nothing was done, read the list again"
                    .formatted(found, expected, dataset.name()))
            .with("expected", expected)
            .with("found", found));
  }
}
