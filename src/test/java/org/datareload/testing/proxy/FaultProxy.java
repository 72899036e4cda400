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

/** A TCP proxy in front of one local server that makes requests fail. */
public final class FaultProxy implements AutoCloseable {
  static final int LATENCY_MILLIS = 200;

  /** Knows where a request of a protocol ends. */
  public interface Protocol {
    void relay(Socket client, Socket server, FaultProxy proxy) throws IOException;
  }

  /**
   * A request on its way.
   *
   * @param kind S3's name of the operation, "" for other protocols
   * @param possible the faults that apply to it
   */
  public record Request(String kind, Set<Fault> possible) {}

  private final int upstream;
  private final Protocol protocol;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<Fault, AtomicInteger> struck = new EnumMap<>(Fault.class);
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private volatile Function<Request, Fault> faults = request -> null;
  private volatile int silence = 1_000;

  /**
   * @param upstream the server's port on 127.0.0.1
   */
  public FaultProxy(int upstream, Protocol protocol) {
    this.upstream = upstream;
    this.protocol = protocol;
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

  /** Sets the source of the fault for each request; null for none. */
  public void faults(Supplier<Fault> next) {
    faults = request -> next.get();
  }

  /** Sets the source of the fault for each request, given the request; null for none. */
  public void faultsAmongPossible(Function<Request, Fault> next) {
    faults = next;
  }

  /** Sets after how many milliseconds a black hole resets the connection; 1,000 by default. */
  public void silence(int millis) {
    silence = millis;
  }

  public int requests() {
    return requests.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** The number of requests of this kind. */
  public int requests(String kind) {
    return requests.getOrDefault(kind, new AtomicInteger()).get();
  }

  public int struck(Fault fault) {
    return struck.get(fault).get();
  }

  public int struck() {
    return struck.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** Draws the fault for a new request, or null. */
  Fault next(String kind, Set<Fault> possible) {
    requests.computeIfAbsent(kind, k -> new AtomicInteger()).incrementAndGet();
    return faults.apply(new Request(kind, possible));
  }

  void count(Fault fault) {
    struck.get(fault).incrementAndGet();
  }

  /** Applies faults before the server; returns true if the request never arrives there. */
  boolean blocks(Fault fault, Socket client) throws IOException {
    if (fault == Fault.LATENCY) {
      count(fault);
      pause(LATENCY_MILLIS);
    }
    if (fault != Fault.RESET_BEFORE && fault != Fault.BLACK_HOLE) {
      return false;
    }
    count(fault);
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

  /** Closes the connection with an RST, which the other side notices at once. */
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
      protocol.relay(client, server, this);
    } catch (IOException gone) {
      // One side closed; the other is closed as well.
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
      // already closed
    }
  }

  @Override
  public void close() {
    quietly(listener);
    open.forEach(FaultProxy::quietly);
  }
}
