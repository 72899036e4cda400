package org.datareload.testing.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Protocols in which client and server take turns: SMTP, PostgreSQL. */
public final class TurnProtocol implements FaultProxy.Protocol {
  private static final Set<Fault> POSSIBLE =
      EnumSet.of(
          Fault.LATENCY, Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.TRUNCATED, Fault.BLACK_HOLE);

  private final Predicate<String> fallible;

  /**
   * @param fallible whether a message of the client can fail
   */
  public TurnProtocol(Predicate<String> fallible) {
    this.fallible = fallible;
  }

  @Override
  public void relay(Socket client, Socket server, FaultProxy proxy) throws IOException {
    var onResponse = new AtomicReference<Fault>();
    FaultProxy.spawn(() -> respond(client, server, proxy, onResponse));
    var buffer = new byte[64 * 1024];
    var in = client.getInputStream();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      var message = new String(buffer, 0, read, java.nio.charset.StandardCharsets.ISO_8859_1);
      var fault = fallible.test(message) ? proxy.next("", POSSIBLE) : null;
      if (proxy.blocks(fault, client)) {
        return;
      }
      if (fault == Fault.RESET_AFTER || fault == Fault.TRUNCATED) {
        onResponse.set(fault);
      }
      server.getOutputStream().write(buffer, 0, read);
    }
  }

  private static void respond(
      Socket client, Socket server, FaultProxy proxy, AtomicReference<Fault> onResponse) {
    try (client) {
      var buffer = new byte[64 * 1024];
      var in = server.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        var fault = onResponse.getAndSet(null);
        if (fault != null) {
          proxy.count(fault);
          if (fault == Fault.TRUNCATED) {
            client.getOutputStream().write(Arrays.copyOf(buffer, read / 2));
          } else {
            FaultProxy.reset(client);
          }
          return;
        }
        client.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException gone) {
      // The other direction ends as well.
    }
  }
}
