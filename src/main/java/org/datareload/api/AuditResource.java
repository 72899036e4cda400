package org.datareload.api;

import java.time.Instant;
import java.util.Map;
import org.datareload.security.Action;
import org.datareload.security.AuditEntry;
import org.datareload.security.AuditLog;

/** Lists the audit log of a dataset. */
public record AuditResource(DatasetAccess datasetAccess, AuditLog auditLog) implements Resource {
  @Override
  public Map<String, Operation> operations() {
    return Map.of("listAudit", this::list);
  }

  private record AuditView(
      String id,
      Instant at,
      String user,
      String token,
      String action,
      String address,
      Map<String, String> detail) {
    static AuditView of(AuditEntry entry) {
      return new AuditView(
          entry.id(),
          entry.at(),
          entry.userId(),
          entry.tokenId(),
          entry.action(),
          entry.address(),
          entry.detail());
    }
  }

  private ApiResponse list(ApiRequest request) {
    var id = datasetAccess.require(request, Action.OWN).id();
    return Page.read(
            request, limit -> auditLog.page(id, request.query("after"), limit), AuditEntry::id)
        .map(AuditView::of)
        .toResponse("audit");
  }
}
