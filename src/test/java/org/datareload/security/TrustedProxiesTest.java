package org.datareload.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which address a client has. */
class TrustedProxiesTest {
  private final TrustedProxies proxies = trusting("10.0.0.0/8", "192.0.2.7", "2001:db8:1::/48");

  private static TrustedProxies trusting(String... blocks) {
    return new TrustedProxies(
        Stream.of(blocks).map(block -> AddressBlock.parse(block).orElseThrow()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          203.0.113.9      | 198.51.100.1                        | 203.0.113.9
          10.1.2.3         | 198.51.100.1                        | 198.51.100.1
          10.1.2.3         | 1.1.1.1, 198.51.100.1               | 198.51.100.1
          10.1.2.3         | 1.1.1.1, 198.51.100.1, 10.9.9.9     | 198.51.100.1
          192.0.2.7        | 198.51.100.1,192.0.2.7, 10.9.9.9    | 198.51.100.1
          192.0.2.8        | 198.51.100.1                        | 192.0.2.8
          11.0.0.0         | 198.51.100.1                        | 11.0.0.0
          10.1.2.3         | 10.0.0.1, 10.0.0.2                  | 10.0.0.1
          10.1.2.3         | unknown                             | 10.1.2.3
          10.1.2.3         | 1.1.1.1, unknown, 10.0.0.2          | 10.0.0.2
          10.1.2.3         | 1.1.1.1, , 10.0.0.2                 | 10.0.0.2
          10.1.2.3         | 198.51.100.1:4711                   | 198.51.100.1
          10.1.2.3         | 198.51.100.01                       | 10.1.2.3
          10.1.2.3         | proxy.example                       | 10.1.2.3
          10.1.2.3         | ''                                  | 10.1.2.3
          10.1.2.3         | 2001:DB8::1                         | 2001:db8:0:0:0:0:0:1
          10.1.2.3         | [2001:db8::1]:443                   | 2001:db8:0:0:0:0:0:1
          10.1.2.3         | ::ffff:198.51.100.1                 | 198.51.100.1
          ::ffff:10.1.2.3  | 198.51.100.1                        | 198.51.100.1
          2001:db8:1:2::1  | 198.51.100.1                        | 198.51.100.1
          2001:db8:2::1    | 198.51.100.1                        | 2001:db8:2::1
          fe80::1%eth0     | 198.51.100.1                        | fe80::1
          """)
  void theAddressIsTheRightmostOneOfNoTrustedProxy(String peer, String header, String client) {
    assertThat(proxies.client(peer, List.of(header), List.of())).isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          for=198.51.100.1                                             | 198.51.100.1
          For="198.51.100.1:4711";proto=https;by=10.1.2.3              | 198.51.100.1
          proto=http; for=198.51.100.1 , for=10.9.9.9                  | 198.51.100.1
          for=1.1.1.1, for="[2001:db8::1]:443"                         | 2001:db8:0:0:0:0:0:1
          for=1.1.1.1, for=_hidden                                     | 10.1.2.3
          for=1.1.1.1, proto=https                                     | 10.1.2.3
          for="1.1.1.1, for=198.51.100.1                               | 198.51.100.1
          """)
  void forwardedIsReadToo(String header, String client) {
    assertThat(proxies.client("10.1.2.3", List.of(), List.of(header))).isEqualTo(client);
  }

  @Test
  void headersOfOneNameAreReadInTheirOrder() {
    assertThat(proxies.client("10.1.2.3", List.of("1.1.1.1", "198.51.100.1"), List.of()))
        .isEqualTo("198.51.100.1");
  }

  /** A proxy that writes one of them passes on what the client wrote in the other. */
  @Test
  void neitherHeaderIsBelievedWhereTheyDisagree() {
    var header = List.of("198.51.100.1");
    assertThat(proxies.client("10.1.2.3", header, List.of("for=198.51.100.1")))
        .isEqualTo("198.51.100.1");
    assertThat(proxies.client("10.1.2.3", header, List.of("for=1.1.1.1"))).isEqualTo("10.1.2.3");
  }

  @Test
  void nobodyIsTrustedByDefault() {
    assertThat(trusting().client("127.0.0.1", List.of("198.51.100.1"), List.of()))
        .isEqualTo("127.0.0.1");
    assertThat(trusting().client(null, List.of("198.51.100.1"), List.of())).isEqualTo("unknown");
  }

  @Test
  void aLongHeaderIsReadToo() {
    assertThat(proxies.client("10.1.2.3", List.of("10.0.0.1,".repeat(100_000) + "\"("), List.of()))
        .isEqualTo("10.1.2.3");
    assertThat(proxies.client("10.1.2.3", List.of(), List.of("for=" + "\"".repeat(100_000))))
        .isEqualTo("10.1.2.3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "/8", "10.0.0/8", "256.0.0.1", "localhost",
        "2001:db8::/129", "2001:db8:::1", ":", "10.0.0.0/8/8", "10.0.0.0/0008", "a:b", "1:2:3",
        "::ffff:10.0.0.0/96", "[::1]", "fe80::1%eth0", "*", ""
      })
  void whatIsNoBlockIsNotRead(String text) {
    assertThat(AddressBlock.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 203.0.113.9, false",
    "127.0.0.1/8, 127.9.9.9, true",
    "10.0.0.0/31, 10.0.0.1, true",
    "10.0.0.0/31, 10.0.0.2, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true",
    "::1, ::2, false",
  })
  void aBlockHasTheAddressesThatShareItsFirstBits(String block, String address, boolean contained) {
    var trusted = trusting(block).client(address, List.of("198.51.100.1"), List.of());

    assertThat(trusted.equals("198.51.100.1")).isEqualTo(contained);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.2, false",
    "192.0.2.1, ::ffff:192.0.2.1, true",
    "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
    "0.0.0.1, ::1:0:0:0:0, false",
    "unknown, unknown, true",
  })
  void aNetworkIsAnAddressOfIpv4OrTheFirst64BitsOfIpv6(String one, String other, boolean same) {
    assertThat(AddressBlock.network(one).equals(AddressBlock.network(other))).isEqualTo(same);
  }
}
