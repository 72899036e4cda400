package org.datareload.http;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.datareload.access.Action;
import org.datareload.access.Audit;
import org.datareload.access.Audits;

/** Shows owners what was done to their dataset. */
final class AuditCalls {
  private final Permits permits;
  private final Audits audits;

  AuditCalls(Permits permits, Audits audits) {
    this.permits = requireNonNull(permits, "permits is null");
    this.audits = requireNonNull(audits, "audits is null");
  }

  private record Shown(
      String id,
      Instant at,
      String user,
      String token,
      String action,
      String address,
      Map<String, String> detail) {
    static Shown of(Audit audit) {
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

  Answer list(Call call) {
    var dataset = permits.dataset(call, Action.OWN);
    var limit = call.limit();
    var page = audits.page(dataset.id(), call.query("after"), limit + 1);
    var shown = page.stream().limit(limit).map(Shown::of).toList();
    var next = page.size() > limit ? shown.get(limit - 1).id() : null;
    return Answer.ok(Json.page("audit", shown, null, next));
  }
}
