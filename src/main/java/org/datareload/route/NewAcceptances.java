package org.datareload.route;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.datareload.execution.Acceptance;

/** Gathers the decisions on trigger files that had none before. */
final class NewAcceptances implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange gathered, Exchange part) {
    var result = gathered == null ? part : gathered;
    var before = gathered == null ? List.of() : gathered.getMessage().getBody(List.class);
    var all = new ArrayList<Object>(before);
    if (part.getMessage().getBody() instanceof Acceptance decision && decision.isNew()) {
      all.add(decision);
    }
    result.getMessage().setBody(all);
    return result;
  }
}
