package org.datareload.api;

import static java.util.Objects.requireNonNull;

import org.datareload.transfer.FileCopies;

/** Shows what executions copied, page by page or as one receipt. */
final class CopyResource {
  private final ExecutionResource executions;
  private final FileCopies copies;
  private final Receipts receipts;

  CopyResource(ExecutionResource executions, FileCopies copies, Receipts receipts) {
    this.executions = requireNonNull(executions, "executions is null");
    this.copies = requireNonNull(copies, "copies is null");
    this.receipts = requireNonNull(receipts, "receipts is null");
  }

  ApiResponse list(ApiRequest call) {
    var execution = executions.found(call);
    var limit = call.limit();
    var page = copies.page(execution.id(), call.number("after", 0), limit + 1);
    var shown = page.stream().limit(limit).map(CopyView::of).toList();
    var next = page.size() > limit ? (Long) shown.get(limit - 1).seq() : null;
    return ApiResponse.ok(Json.page("files", shown, execution.planned().files(), next));
  }

  ApiResponse receipt(ApiRequest call) {
    var execution = executions.found(call);
    var asked = call.query("format");
    var csv =
        asked == null
            ? call.headers().getOrDefault("accept", "").contains("text/csv")
            : asked.equals("csv");
    return csv ? receipts.csv(execution) : receipts.json(execution, executions);
  }
}
