package org.datareload.security;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/** Fetches the provider's keys from their address and from nowhere it points to. */
final class KeyRetriever extends DefaultResourceRetriever {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MOST_BYTES = 512 * 1024;

  KeyRetriever() {
    super(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);
  }

  @Override
  protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
    var connection = super.openHTTPConnection(url);
    connection.setInstanceFollowRedirects(false);
    return connection;
  }
}
