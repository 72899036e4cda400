package org.datareload.testing.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Stands between the program and one server on this machine, and lets requests go wrong. */
public final class FaultProxy implements AutoCloseable {
  static final int LATE_MILLIS = 200;

  /** How the two talk, which tells where a request ends. */
  public interface Speech {
    void relay(Socket client, Socket server, FaultProxy proxy) throws IOException;
  }

  /**
   * What is asked of the server.
   *
   * @param kind S3's name of the request where it has one
   * @param possible what can befall it
   */
  public record Request(String kind, Set<Fault> possible) {}

  private final int upstream;
  private final Speech speech;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<Fault, AtomicInteger> struck = new EnumMap<>(Fault.class);
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private volatile Function<Request, Fault> faults = request -> null;
  private volatile int silence = 1_000;

  /**
   * @param upstream the server's port on 127.0.0.1
   */
  public FaultProxy(int upstream, Speech speech) {
    this.upstream = upstream;
    this.speech = speech;
    for (var fault : Fault.values()) {
      struck.put(fault, new AtomicInteger());
    }
    try {
      listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    spawn(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /**
   * @param next is asked at each request what befalls it; null for nothing
   */
  public void faults(Supplier<Fault> next) {
    faults = request -> next.get();
  }

  /**
   * @param next is told at each request what can befall it, and says what does; null for nothing
   */
  public void faultsAmongPossible(Function<Request, Fault> next) {
    faults = next;
  }

  /** How long a black hole keeps silent before it resets, in milliseconds. */
  public void silence(int millis) {
    silence = millis;
  }

  public int requests() {
    return requests.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** How many requests of this kind came. */
  public int requests(String kind) {
    return requests.getOrDefault(kind, new AtomicInteger()).get();
  }

  public int struck(Fault fault) {
    return struck.get(fault).get();
  }

  public int struck() {
    return struck.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** What befalls the request that just came, or null. */
  Fault next(String kind, Set<Fault> possible) {
    requests.computeIfAbsent(kind, k -> new AtomicInteger()).incrementAndGet();
    return faults.apply(new Request(kind, possible));
  }

  void strikes(Fault fault) {
    struck.get(fault).incrementAndGet();
  }

  /** Does what befalls a request on its way: whether it never arrives, and the client is gone. */
  boolean keepsAway(Fault fault, Socket client) throws IOException {
    if (fault == Fault.LATENCY) {
      strikes(fault);
      pause(LATE_MILLIS);
    }
    if (fault != Fault.RESET_BEFORE && fault != Fault.BLACK_HOLE) {
      return false;
    }
    strikes(fault);
    if (fault == Fault.BLACK_HOLE) {
      pause(silence);
    }
    reset(client);
    return true;
  }

  private static void pause(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the connection so that the other side learns it at once, by an RST. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        spawn(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    try (client;
        var server = new Socket("127.0.0.1", upstream)) {
      open.add(client);
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      speech.relay(client, server, this);
    } catch (IOException gone) {
      // One side went; the other goes with it.
    } finally {
      open.remove(client);
    }
  }

  static void spawn(Runnable task) {
    var thread = new Thread(task, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  static void quietly(Closeable closed) {
    try {
      closed.close();
    } catch (IOException e) {
      // gone before
    }
  }

  @Override
  public void close() {
    quietly(listener);
    open.forEach(FaultProxy::quietly);
  }
}
