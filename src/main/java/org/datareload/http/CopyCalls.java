package org.datareload.http;

import static java.util.Objects.requireNonNull;

import org.datareload.transfer.Copies;

/** Shows what executions copied, page by page or as one receipt. */
final class CopyCalls {
  private final ExecutionCalls executions;
  private final Copies copies;
  private final Receipts receipts;

  CopyCalls(ExecutionCalls executions, Copies copies, Receipts receipts) {
    this.executions = requireNonNull(executions, "executions is null");
    this.copies = requireNonNull(copies, "copies is null");
    this.receipts = requireNonNull(receipts, "receipts is null");
  }

  Answer list(Call call) {
    var execution = executions.found(call);
    var limit = call.limit();
    var page = copies.page(execution.id(), call.number("after", 0), limit + 1);
    var shown = page.stream().limit(limit).map(ShownCopy::of).toList();
    var next = page.size() > limit ? (Long) shown.get(limit - 1).seq() : null;
    return Answer.ok(Json.page("files", shown, execution.planned().files(), next));
  }

  Answer receipt(Call call) {
    var execution = executions.found(call);
    var asked = call.query("format");
    var csv =
        asked == null
            ? call.headers().getOrDefault("accept", "").contains("text/csv")
            : asked.equals("csv");
    return csv ? receipts.csv(execution) : receipts.json(execution, executions);
  }
}
