package org.datareload.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.datareload.security.Action;
import org.datareload.security.AuditEntry;
import org.datareload.security.AuditLog;

/** Lists the audit log: of a dataset to its owners, and the whole of it to administrators. */
public record AuditResource(DatasetAccess datasetAccess, AuditLog auditLog) implements Resource {
  @Override
  public Map<String, Operation> operations() {
    return Map.of("listAudit", this::list, "listAllAudit", this::listAll);
  }

  /**
   * @param dataset {@code domain/name}; the id of one that is deleted, null if none is concerned
   */
  private record AuditView(
      String id,
      Instant at,
      String user,
      String token,
      String action,
      String dataset,
      String address,
      Map<String, String> detail) {
    static AuditView of(AuditEntry entry) {
      return new AuditView(
          entry.id(),
          entry.at(),
          entry.userId(),
          entry.tokenId(),
          entry.action(),
          entry.dataset() == null ? entry.datasetId() : entry.dataset(),
          entry.address(),
          entry.detail());
    }
  }

  private ApiResponse list(ApiRequest request) {
    var id = datasetAccess.require(request, Action.OWN).id();
    return page(request, limit -> auditLog.page(id, request.query("after"), limit));
  }

  private ApiResponse listAll(ApiRequest request) {
    DatasetAccess.requireAdmin(request.principal());
    return page(request, limit -> auditLog.page(request.query("after"), limit));
  }

  private static ApiResponse page(ApiRequest request, IntFunction<List<AuditEntry>> query) {
    return Page.read(request, query, AuditEntry::id).map(AuditView::of).toResponse("audit");
  }
}
