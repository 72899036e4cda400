package org.datareload.route;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.datareload.dataset.FileCount;

/** Adds up the files and bytes of all parts. */
final class SumOfFiles implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange sum, Exchange part) {
    if (sum == null) {
      return part;
    }
    var added = part.getMessage().getBody(FileCount.class);
    var message = sum.getMessage();
    // A part that failed has no count; its exception ends the split.
    if (added != null) {
      message.setBody(message.getBody(FileCount.class).plus(added));
    }
    return sum;
  }
}
