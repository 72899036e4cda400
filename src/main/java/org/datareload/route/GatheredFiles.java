package org.datareload.route;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.datareload.transfer.Gathered;

/** Gathers the parts of a plan. */
final class GatheredFiles implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange all, Exchange part) {
    if (all == null) {
      return part;
    }
    var added = part.getMessage().getBody(Gathered.class);
    var message = all.getMessage();
    // A part that failed gathers nothing; its exception ends the split.
    if (added != null) {
      message.setBody(message.getBody(Gathered.class).plus(added));
    }
    return all;
  }
}
