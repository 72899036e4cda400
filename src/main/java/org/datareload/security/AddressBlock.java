package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of IP addresses, as {@code 10.0.0.0/8} or {@code 2001:db8::/32}. An IPv4 address that is
 * mapped into IPv6 is the IPv4 address.
 *
 * @param address any address of the block
 * @param prefix the number of leading bits that all of its addresses share
 */
public record AddressBlock(InetAddress address, int prefix) {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

  /** What a provider gives to one customer: an IPv4 address, or this prefix of IPv6. */
  private static final int CUSTOMER_PREFIX = 64;

  public AddressBlock {
    requireNonNull(address, "address is null");
    if (prefix < 0 || prefix > bits(address)) {
      throw new IllegalArgumentException("prefix is " + prefix);
    }
  }

  /** Reads an address or a block; empty if the text is neither. Asks no name server. */
  public static Optional<AddressBlock> parse(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      return address(text).map(address -> new AddressBlock(address, bits(address)));
    }
    var prefix = text.substring(slash + 1);
    return address(text.substring(0, slash))
        .filter(address -> PREFIX.matcher(prefix).matches())
        .filter(address -> Integer.parseInt(prefix) <= bits(address))
        .map(address -> new AddressBlock(address, Integer.parseInt(prefix)));
  }

  /** Reads an address; empty if the text is none. Asks no name server. */
  static Optional<InetAddress> address(String text) {
    try {
      if (IPV4.matcher(text).matches()) {
        return Optional.of(InetAddress.getByName(text));
      }
      return IPV6.matcher(text).matches()
          ? Optional.of(InetAddress.getByName("[" + text + "]"))
          : Optional.empty();
    } catch (UnknownHostException noAddress) {
      return Optional.empty();
    }
  }

  /**
   * The network of one customer, who may use all of its addresses: an IPv4 address, or the first 64
   * bits of an IPv6 address. A text that is no address stands for itself.
   */
  static String network(String text) {
    return address(text)
        .map(address -> new AddressBlock(address, Math.min(bits(address), CUSTOMER_PREFIX)))
        .map(block -> block.start().toString(16) + "/" + bits(block.address))
        .orElse(text);
  }

  boolean contains(InetAddress other) {
    return bits(other) == bits(address) && new AddressBlock(other, prefix).start().equals(start());
  }

  /** The bits that all addresses of the block share. */
  private BigInteger start() {
    return new BigInteger(1, address.getAddress()).shiftRight(bits(address) - prefix);
  }

  private static int bits(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }
}
