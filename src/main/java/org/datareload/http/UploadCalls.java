package org.datareload.http;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datareload.access.Action;
import org.datareload.landing.NewUpload;
import org.datareload.landing.Upload;
import org.datareload.landing.Uploads;

/** Prepares uploads straight to the store, and hears how they ended. */
final class UploadCalls {
  private final Permits permits;
  private final Uploads uploads;

  UploadCalls(Permits permits, Uploads uploads) {
    this.permits = requireNonNull(permits, "permits is null");
    this.uploads = requireNonNull(uploads, "uploads is null");
  }

  private record Failed(String id, String reason) {}

  Answer create(Call call) {
    var dataset = permits.dataset(call, Action.UPLOAD);
    var wishes = new ArrayList<NewUpload>();
    for (var file : call.body().get("files")) {
      var type = file.hasNonNull("contentType") ? file.get("contentType").asText() : null;
      wishes.add(new NewUpload(file.get("name").asText(), file.get("size").asLong(), type));
    }
    var prepared = uploads.prepare(dataset, call.principal().id(), wishes);
    return Answer.json(201, Map.of("uploads", shown(prepared))).keeping(ids(prepared));
  }

  Answer sign(Call call) {
    var found = all(call);
    return Answer.ok(Map.of("uploads", shown(found))).keeping(ids(found));
  }

  Answer read(Call call) {
    var dataset = permits.dataset(call, Action.UPLOAD);
    var found = uploads.find(dataset, List.of(call.path().get("id")));
    if (found.isEmpty()) {
      throw new ProblemException(Problem.notFound("such upload"));
    }
    var upload = found.get(0);
    var arrived = new ArrayList<ShownUpload.Arrived>();
    if (upload.isMultipart()) {
      uploads.arrived(upload).stream()
          .map(part -> new ShownUpload.Arrived(part.number(), part.size()))
          .forEach(arrived::add);
    }
    return Answer.ok(ShownUpload.of(uploads, upload, (int) call.number("from", 1), arrived));
  }

  Answer complete(Call call) {
    var some = some(call);
    var flaws = uploads.complete(some);
    return done(call, some, flaws);
  }

  Answer abort(Call call) {
    var some = some(call);
    uploads.abort(some);
    return done(call, some, Map.of());
  }

  private static Answer done(Call call, List<Upload> found, Map<String, String> flaws) {
    var known = found.stream().map(Upload::id).collect(toSet());
    var done = new ArrayList<String>();
    var failed = new ArrayList<Failed>();
    for (var id : Wishes.texts(call.body().get("ids"))) {
      if (!known.contains(id)) {
        failed.add(new Failed(id, "There is no such upload; it may have ended before"));
      } else if (flaws.containsKey(id)) {
        failed.add(new Failed(id, flaws.get(id)));
      } else {
        done.add(id);
      }
    }
    return Answer.ok(Map.of("done", done, "failed", failed));
  }

  private List<Upload> some(Call call) {
    var dataset = permits.dataset(call, Action.UPLOAD);
    return uploads.find(dataset, Wishes.texts(call.body().get("ids")));
  }

  private List<Upload> all(Call call) {
    var found = some(call);
    var known = found.stream().map(Upload::id).collect(toSet());
    for (var id : Wishes.texts(call.body().get("ids"))) {
      if (!known.contains(id)) {
        throw new ProblemException(Problem.notFound("upload " + id));
      }
    }
    return found;
  }

  private static Map<String, List<String>> ids(List<Upload> some) {
    return Map.of("ids", some.stream().map(Upload::id).toList());
  }

  private List<ShownUpload> shown(List<Upload> some) {
    return some.stream().map(upload -> ShownUpload.of(uploads, upload, 1, null)).toList();
  }
}
