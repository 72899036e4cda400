package org.datareload.testing.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** What SMTP and PostgreSQL speak: the client says something, then the server answers. */
public final class TurnSpeech implements FaultProxy.Speech {
  private static final Set<Fault> POSSIBLE =
      EnumSet.of(
          Fault.LATENCY, Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.TRUNCATED, Fault.BLACK_HOLE);

  private final Predicate<String> struck;

  /**
   * @param struck which of the client's words can go wrong
   */
  public TurnSpeech(Predicate<String> struck) {
    this.struck = struck;
  }

  @Override
  public void relay(Socket client, Socket server, FaultProxy proxy) throws IOException {
    var onAnswer = new AtomicReference<Fault>();
    FaultProxy.spawn(() -> answers(client, server, proxy, onAnswer));
    var buffer = new byte[64 * 1024];
    var in = client.getInputStream();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      var words = new String(buffer, 0, read, java.nio.charset.StandardCharsets.ISO_8859_1);
      var fault = struck.test(words) ? proxy.next("", POSSIBLE) : null;
      if (proxy.keepsAway(fault, client)) {
        return;
      }
      if (fault == Fault.RESET_AFTER || fault == Fault.TRUNCATED) {
        onAnswer.set(fault);
      }
      server.getOutputStream().write(buffer, 0, read);
    }
  }

  private static void answers(
      Socket client, Socket server, FaultProxy proxy, AtomicReference<Fault> onAnswer) {
    try (client) {
      var buffer = new byte[64 * 1024];
      var in = server.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        var fault = onAnswer.getAndSet(null);
        if (fault != null) {
          proxy.strikes(fault);
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
      // The other direction ends, too.
    }
  }
}
