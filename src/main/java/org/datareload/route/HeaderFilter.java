package org.datareload.route;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * What may come in from outside. Headers steer Camel's components: which query runs, which host
 * gets a mail, which object is read. So each consumer's first step is this one, and what it does
 * not know stays outside.
 */
public final class HeaderFilter {
  /** In lower case: header names are the same whatever their case. */
  private static final Set<String> KNOWN =
      Set.of(
          "camelawssqsreceipthandle",
          "camelawssqsmessageid",
          "camelhttpmethod",
          "camelvertxplatformhttpauthenticateduser",
          "authorization");

  /** Drops every header and every variable of the exchange but the few that are known. */
  public void enter(Exchange exchange) {
    var headers = exchange.getMessage().getHeaders();
    headers.keySet().removeIf(name -> !KNOWN.contains(name.toLowerCase(Locale.ROOT)));
  }
}
