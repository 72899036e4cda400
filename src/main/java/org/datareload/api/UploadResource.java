package org.datareload.api;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datareload.landing.NewUpload;
import org.datareload.landing.Upload;
import org.datareload.landing.Uploads;
import org.datareload.security.Action;

/** Prepares uploads straight to the store, and hears how they ended. */
final class UploadResource {
  private final DatasetAccess datasetAccess;
  private final Uploads uploads;

  UploadResource(DatasetAccess datasetAccess, Uploads uploads) {
    this.datasetAccess = requireNonNull(datasetAccess, "permits is null");
    this.uploads = requireNonNull(uploads, "uploads is null");
  }

  private record Failed(String id, String reason) {}

  ApiResponse create(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.UPLOAD);
    var wishes = new ArrayList<NewUpload>();
    for (var file : call.body().get("files")) {
      var type = file.hasNonNull("contentType") ? file.get("contentType").asText() : null;
      wishes.add(new NewUpload(file.get("name").asText(), file.get("size").asLong(), type));
    }
    var prepared = uploads.prepare(dataset, call.principal().id(), wishes);
    return ApiResponse.json(201, Map.of("uploads", shown(prepared))).keeping(ids(prepared));
  }

  ApiResponse sign(ApiRequest call) {
    var found = all(call);
    return ApiResponse.ok(Map.of("uploads", shown(found))).keeping(ids(found));
  }

  ApiResponse read(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.UPLOAD);
    var found = uploads.find(dataset, List.of(call.path().get("id")));
    if (found.isEmpty()) {
      throw new ProblemException(Problem.notFound("such upload"));
    }
    var upload = found.get(0);
    var arrived = new ArrayList<UploadView.Arrived>();
    if (upload.isMultipart()) {
      uploads.arrived(upload).stream()
          .map(part -> new UploadView.Arrived(part.number(), part.size()))
          .forEach(arrived::add);
    }
    return ApiResponse.ok(UploadView.of(uploads, upload, (int) call.number("from", 1), arrived));
  }

  ApiResponse complete(ApiRequest call) {
    var some = some(call);
    var flaws = uploads.complete(some);
    return done(call, some, flaws);
  }

  ApiResponse abort(ApiRequest call) {
    var some = some(call);
    uploads.abort(some);
    return done(call, some, Map.of());
  }

  private static ApiResponse done(ApiRequest call, List<Upload> found, Map<String, String> flaws) {
    var known = found.stream().map(Upload::id).collect(toSet());
    var done = new ArrayList<String>();
    var failed = new ArrayList<Failed>();
    for (var id : SelectionParser.texts(call.body().get("ids"))) {
      if (!known.contains(id)) {
        failed.add(new Failed(id, "There is no such upload; it may have ended before"));
      } else if (flaws.containsKey(id)) {
        failed.add(new Failed(id, flaws.get(id)));
      } else {
        done.add(id);
      }
    }
    return ApiResponse.ok(Map.of("done", done, "failed", failed));
  }

  private List<Upload> some(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.UPLOAD);
    return uploads.find(dataset, SelectionParser.texts(call.body().get("ids")));
  }

  private List<Upload> all(ApiRequest call) {
    var found = some(call);
    var known = found.stream().map(Upload::id).collect(toSet());
    for (var id : SelectionParser.texts(call.body().get("ids"))) {
      if (!known.contains(id)) {
        throw new ProblemException(Problem.notFound("upload " + id));
      }
    }
    return found;
  }

  private static Map<String, List<String>> ids(List<Upload> some) {
    return Map.of("ids", some.stream().map(Upload::id).toList());
  }

  private List<UploadView> shown(List<Upload> some) {
    return some.stream().map(upload -> UploadView.of(uploads, upload, 1, null)).toList();
  }
}
