package org.datareload.page;

import java.util.concurrent.CountDownLatch;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;

/** A store in which one data reload and one upload stand still, and one data reload fails. */
record Standstill(CountDownLatch gate) implements Interceptor {
  @Override
  public void before(Call call) {
    if (call.operation() == Operation.COPY && call.key().contains("stock_levels/")) {
      Gates.hold(gate);
    }
    if (call.operation() == Operation.COPY && call.key().contains("customers/")) {
      throw ObservedStore.refusal(403, "AccessDenied", "Access Denied");
    }
    if (call.operation() == Operation.PUT && call.key().contains("/held-")) {
      Gates.hold(gate);
    }
  }
}
