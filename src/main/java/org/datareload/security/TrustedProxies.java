package org.datareload.security;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The reverse proxies whose word is taken for the address of a client. Each adds to {@code
 * X-Forwarded-For}, or to {@code Forwarded}, the address that it was asked from; anything before
 * that was written by the client.
 */
public final class TrustedProxies {
  private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]*)](:\\d+)?");
  private static final Pattern IPV4_WITH_PORT = Pattern.compile("([0-9.]+):\\d+");
  private static final Pattern FOR = Pattern.compile("(?i)\\s*for\\s*=\\s*\"?([^\"]*)\"?\\s*");

  private final List<AddressBlock> blocks;

  public TrustedProxies(List<AddressBlock> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /**
   * The address of the client: the rightmost one that is no trusted proxy. Where both headers are
   * given and disagree, the client has written one of them, and neither is believed.
   *
   * @param peer the address that the connection comes from, null if there is none
   * @param forwardedFor the values of X-Forwarded-For
   * @param forwarded the values of Forwarded
   */
  public String client(String peer, List<String> forwardedFor, List<String> forwarded) {
    var address = peer == null ? "unknown" : peer.split("%", 2)[0];
    var proxy = AddressBlock.address(address).filter(this::isTrusted);
    if (proxy.isEmpty()) {
      return address;
    }
    var byFirst = client(proxy.get(), elements(forwardedFor));
    var bySecond =
        client(proxy.get(), elements(forwarded).stream().map(TrustedProxies::node).toList());
    if (forwardedFor.isEmpty() || forwarded.isEmpty()) {
      return (forwarded.isEmpty() ? byFirst : bySecond).getHostAddress();
    }
    return (byFirst.equals(bySecond) ? byFirst : proxy.get()).getHostAddress();
  }

  /** Stops at what is no address, such as {@code unknown}: nothing vouches for what is before. */
  private InetAddress client(InetAddress proxy, List<String> nodes) {
    var client = proxy;
    for (var i = nodes.size() - 1; i >= 0 && isTrusted(client); i--) {
      var before = address(nodes.get(i));
      if (before.isEmpty()) {
        break;
      }
      client = before.get();
    }
    return client;
  }

  private boolean isTrusted(InetAddress address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  // Commas in quotes separate too: else a client could hide what the proxy adds behind a quote.
  private static List<String> elements(List<String> values) {
    return values.stream().flatMap(value -> Stream.of(value.split(",", -1))).toList();
  }

  /** The node of the parameter {@code for} of an element of Forwarded, or an empty text. */
  private static String node(String element) {
    return Stream.of(element.split(";"))
        .map(FOR::matcher)
        .filter(match -> match.matches())
        .map(match -> match.group(1))
        .findFirst()
        .orElse("");
  }

  private static Optional<InetAddress> address(String node) {
    var text = node.strip();
    for (var form : List.of(BRACKETED, IPV4_WITH_PORT)) {
      var match = form.matcher(text);
      if (match.matches()) {
        return AddressBlock.address(match.group(1));
      }
    }
    return AddressBlock.address(text);
  }
}
