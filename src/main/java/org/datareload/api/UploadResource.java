package org.datareload.api;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datareload.landing.NewUpload;
import org.datareload.landing.Upload;
import org.datareload.landing.Uploads;
import org.datareload.security.Action;

/** Prepares uploads straight to the store, and completes or aborts them. */
public record UploadResource(DatasetAccess datasetAccess, Uploads uploads) implements Resource {
  /** URLs of a response: each costs time and memory. As many as a request has files at most. */
  private static final int MAX_URLS = 5_000;

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "createUploads", this::create,
        "readUpload", this::read,
        "signUploads", this::sign,
        "completeUploads", this::complete,
        "abortUploads", this::abort);
  }

  private record Failed(String id, String reason) {}

  private ApiResponse create(ApiRequest request) {
    var dataset = datasetAccess.require(request, Action.UPLOAD);
    var files = new ArrayList<NewUpload>();
    for (var file : request.body().get("files")) {
      files.add(
          new NewUpload(
              file.get("name").asText(),
              file.get("size").asLong(),
              Json.text(file, "contentType")));
    }
    return signed(201, uploads.prepare(dataset, request.principal().id(), files));
  }

  private ApiResponse sign(ApiRequest request) {
    var found = find(request);
    var known = found.stream().map(Upload::id).collect(toSet());
    for (var id : ids(request)) {
      if (!known.contains(id)) {
        throw new ProblemException(Problem.notFound("Upload " + id));
      }
    }
    return signed(200, found);
  }

  /** The URLs are secrets, so an idempotency key stores the ids only. */
  private ApiResponse signed(int status, List<Upload> some) {
    var each = MAX_URLS / Math.max(1, some.size());
    var views = some.stream().map(upload -> UploadView.of(uploads, upload, 1, each, null)).toList();
    return ApiResponse.json(status, Map.of("uploads", views))
        .storing(Map.of("ids", some.stream().map(Upload::id).toList()));
  }

  private ApiResponse read(ApiRequest request) {
    var dataset = datasetAccess.require(request, Action.UPLOAD);
    var upload =
        uploads.find(dataset, List.of(request.path().get("id"))).stream()
            .findFirst()
            .orElseThrow(() -> new ProblemException(Problem.notFound("Upload")));
    List<UploadView.Arrived> arrived =
        upload.isMultipart()
            ? uploads.arrived(upload).stream()
                .map(part -> new UploadView.Arrived(part.number(), part.size()))
                .toList()
            : List.of();
    var from = (int) request.number("from", 1);
    return ApiResponse.ok(UploadView.of(uploads, upload, from, MAX_URLS, arrived));
  }

  private ApiResponse complete(ApiRequest request) {
    var found = find(request);
    return outcome(request, found, uploads.complete(found));
  }

  private ApiResponse abort(ApiRequest request) {
    var found = find(request);
    uploads.abort(found);
    return outcome(request, found, Map.of());
  }

  /**
   * @param reasons of those that failed, by id
   */
  private static ApiResponse outcome(
      ApiRequest request, List<Upload> found, Map<String, String> reasons) {
    var known = found.stream().map(Upload::id).collect(toSet());
    var done = new ArrayList<String>();
    var failed = new ArrayList<Failed>();
    for (var id : ids(request)) {
      if (!known.contains(id)) {
        failed.add(new Failed(id, "Upload not found; it may already be completed or aborted"));
      } else if (reasons.containsKey(id)) {
        failed.add(new Failed(id, reasons.get(id)));
      } else {
        done.add(id);
      }
    }
    return ApiResponse.ok(Map.of("done", done, "failed", failed));
  }

  private List<Upload> find(ApiRequest request) {
    return uploads.find(datasetAccess.require(request, Action.UPLOAD), ids(request));
  }

  private static List<String> ids(ApiRequest request) {
    return Json.texts(request.body().get("ids"));
  }
}
