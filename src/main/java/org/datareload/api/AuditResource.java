package org.datareload.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.datareload.security.Action;
import org.datareload.security.AuditEntry;
import org.datareload.security.AuditLog;

/** Shows owners what was done to their dataset. */
final class AuditResource {
  private final DatasetAccess datasetAccess;
  private final AuditLog auditLog;

  AuditResource(DatasetAccess datasetAccess, AuditLog auditLog) {
    this.datasetAccess = requireNonNull(datasetAccess, "permits is null");
    this.auditLog = requireNonNull(auditLog, "audits is null");
  }

  private record Shown(
      String id,
      Instant at,
      String user,
      String token,
      String action,
      String address,
      Map<String, String> detail) {
    static Shown of(AuditEntry audit) {
      return new Shown(
          audit.id(),
          audit.at(),
          audit.userId(),
          audit.tokenId(),
          audit.action(),
          audit.address(),
          audit.detail());
    }
  }

  ApiResponse list(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.OWN);
    var limit = call.limit();
    var page = auditLog.page(dataset.id(), call.query("after"), limit + 1);
    var shown = page.stream().limit(limit).map(Shown::of).toList();
    var next = page.size() > limit ? shown.get(limit - 1).id() : null;
    return ApiResponse.ok(Json.page("audit", shown, null, next));
  }
}
