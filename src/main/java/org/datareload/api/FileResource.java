package org.datareload.api;

import static java.util.stream.Collectors.toSet;

import java.util.Map;
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

/** Lists landed files, deletes pending ones, and previews what processing them would change. */
public record FileResource(
    DatasetAccess datasetAccess, FilePages files, Deletions deletions, Previews previews)
    implements Resource {
  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "listFiles", this::list, "deleteFiles", this::delete, "previewSelection", this::preview);
  }

  private ApiResponse list(ApiRequest request) {
    var dataset = datasetAccess.require(request, Action.VIEW);
    var status = request.query("status") == null ? null : FileStatus.of(request.query("status"));
    var search = new FileSearch(dataset.id(), status, request.query("q"));
    return Page.read(
            request, limit -> files.page(search, request.query("after"), limit), LandingFile::id)
        .map(FileView::of)
        .toResponse("files", files.count(search));
  }

  private ApiResponse delete(ApiRequest request) {
    var dataset = datasetAccess.require(request, Action.DELETE);
    var selection = SelectionParser.files(request.body());
    var outcome = deletions.delete(dataset, selection, request.principal().id());
    if (outcome instanceof Deletion.SelectionChanged changed) {
      throw selectionChanged(dataset, selection, changed.expected(), changed.found());
    }
    return ApiResponse.ok(outcome);
  }

  private ApiResponse preview(ApiRequest request) {
    var dataset = datasetAccess.require(request, Action.VIEW);
    var selection = SelectionParser.files(request.body());
    var preview = previews.preview(dataset, selection);
    var pending = preview.selected().files();
    if (selection instanceof Selection.Ids ids && pending < ids.ids().size()) {
      throw selectionChanged(dataset, selection, ids.ids().size(), pending);
    }
    return ApiResponse.ok(preview);
  }

  /** 404 if a selected file does not exist, else 409: the number of pending files differs. */
  ProblemException selectionChanged(
      Dataset dataset, Selection selection, long expected, long found) {
    if (selection instanceof Selection.Ids selected) {
      var known =
          files.find(dataset.id(), selected.ids()).stream().map(LandingFile::id).collect(toSet());
      var missing = selected.ids().stream().filter(id -> !known.contains(id)).findFirst();
      if (missing.isPresent()) {
        return new ProblemException(
            Problem.notFound("File " + missing.get() + " of " + dataset.name()));
      }
    }
    return new ProblemException(
        Problem.of(
                409,
                "%d of the %d selected files of %s are pending; nothing was done. List the files"
                        .formatted(found, expected, dataset.name())
                    + " again")
            .with("expected", expected)
            .with("found", found));
  }
}
