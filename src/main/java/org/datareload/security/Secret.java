package org.datareload.security;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Random secrets of 256 bits. Only their {@link Sha256} is stored; it needs no salt because the
 * secret is random.
 */
final class Secret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private Secret() {}

  /** A new secret of 43 URL-safe characters. */
  static String random() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
