package org.datareload.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {
  @ParameterizedTest
  @CsvSource({
    // page, Origin, Sec-Fetch-Site, same origin, cross-site
    "https://lake.example.org, https://lake.example.org, , true, false",
    "https://lake.example.org/reload, https://lake.example.org, , true, false",
    "https://lake.example.org, https://lake.example.org, same-origin, true, false",
    "https://lake.example.org, , same-origin, true, false",
    "https://lake.example.org, , same-site, false, true",
    "https://lake.example.org, , cross-site, false, true",
    "https://lake.example.org, , none, false, true",
    "https://lake.example.org, https://lake.example.org, cross-site, false, true",
    "https://lake.example.org, http://lake.example.org, , false, true",
    "https://lake.example.org, https://lake.example.org:444, , false, true",
    "https://lake.example.org, https://lake.example.org.evil.org, , false, true",
    "https://lake.example.org, null, , false, true",
    "https://lake.example.org, , , false, false",
    "http://127.0.0.1:8080, http://localhost:8080, , true, false",
    "http://127.0.0.1:8080, http://[::1]:8080, , true, false",
    "http://127.0.0.1:8080, http://localhost:3000, , false, true",
    "http://127.0.0.1:8080, http://rebound.evil.org:8080, , false, true",
  })
  void tellsThePageFromOtherSites(
      URI page, String origin, String fetchSite, boolean isSameOrigin, boolean isCrossSite) {
    var credentials =
        new RequestCredentials("POST", null, null, origin, fetchSite, null, "192.0.2.1");
    var rule = new SameOrigin(page);

    assertThat(rule.isSameOrigin(credentials)).isEqualTo(isSameOrigin);
    assertThat(rule.isCrossSite(credentials)).isEqualTo(isCrossSite);
  }
}
