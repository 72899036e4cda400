package org.datareload.server;

import org.datareload.security.ProvenSecrets;

/**
 * Limits the rate of each network until its callers have proven who they are; each wrong secret
 * counts as ten further requests. What was right a moment ago passes, so that nobody suffers from
 * others behind the same address.
 */
public final class AddressRates {
  private static final int WRONG = 10;

  private final RateLimiter rates;
  private final ProvenSecrets proven = new ProvenSecrets();

  /**
   * @param perSecond requests of each network
   */
  public AddressRates(int perSecond) {
    this.rates = new RateLimiter(perSecond);
  }

  /**
   * Counts a request.
   *
   * @param secret what the request shows as a proof of who sends it, null for nothing
   * @return 0 if the request may proceed, else the seconds to wait
   */
  int take(String network, String secret) {
    return secret != null && proven.contains(secret) ? 0 : rates.take(network);
  }

  void prove(String secret) {
    proven.add(secret);
  }

  /**
   * @param secret null if the request had it elsewhere, as in its body
   */
  void refuse(String network, String secret) {
    if (secret != null) {
      proven.remove(secret);
    }
    rates.charge(network, WRONG);
  }
}
