package org.datareload.server;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datareload.api.ApiRequest;
import org.datareload.api.LiveSnapshots;
import org.datareload.api.OperationDispatcher;
import org.datareload.api.ProblemException;
import org.datareload.api.Slots;
import org.datareload.security.Authentication;
import org.datareload.security.AuthenticationResult;
import org.datareload.security.Principal;
import org.datareload.security.RequestCredentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events with snapshots. The database is read for all clients together, at most twice a
 * second and only while there are clients. A slow client gets fewer snapshots, never a queue.
 */
final class LiveStream implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
  private static final long READ_MILLIS = 500;
  private static final long AUTHENTICATE_MILLIS = 5_000;
  private static final long KEEP_ALIVE_MILLIS = 15_000;

  /** The client reconnects then, and is authenticated anew. */
  private static final long MAX_AGE_MILLIS = 30 * 60_000;

  private static final String KEEP_ALIVE = ": keep-alive\n\n";

  /** Streams of one user, in as many windows or scripts, and of all. */
  private static final int SHARE = 10;

  private static final int MAX_CLIENTS = 1_000;
  private static final int RETRY_SECONDS = 30;

  private final LiveSnapshots snapshots;
  private final OpenApiContract contract;
  private final Authentication authentication;
  private final Vertx vertx;
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private final Slots slots = new Slots("live streams", SHARE, MAX_CLIENTS, RETRY_SECONDS);
  private final AtomicBoolean isReading = new AtomicBoolean();

  LiveStream(
      LiveSnapshots snapshots,
      OpenApiContract contract,
      Authentication authentication,
      Vertx vertx) {
    this.snapshots = snapshots;
    this.contract = contract;
    this.authentication = authentication;
    this.vertx = vertx;
    vertx.setPeriodic(READ_MILLIS, timer -> readAndSend());
  }

  private static final class Client {
    final HttpServerResponse response;
    final RequestCredentials credentials;
    final String datasetId;
    final Slots.Slot slot;
    final long connectedAt = System.currentTimeMillis();
    volatile Principal principal;
    volatile long authenticatedAt = connectedAt;
    volatile long writtenAt = connectedAt;
    volatile long version;
    volatile boolean showsNothing;

    Client(HttpServerResponse response, ApiRequest request, String datasetId, Slots.Slot slot) {
      this.response = response;
      this.credentials = request.credentials();
      this.principal = request.principal();
      this.datasetId = datasetId;
      this.slot = slot;
    }

    View view() {
      return new View(principal, datasetId);
    }
  }

  /** What several clients are shown alike. */
  private record View(Principal principal, String datasetId) {}

  @Override
  public void handle(RoutingContext context) {
    var request = SecurityHandler.request(context.user());
    try {
      var slot = slots.take(request.principal().id());
      vertx
          .executeBlocking(() -> snapshots.datasetId(contract.check(request)), false)
          .onSuccess(id -> open(new Client(context.response(), request, id, slot)))
          .onFailure(
              failure -> {
                slot.release();
                refuse(context, request, failure);
              });
    } catch (ProblemException tooMany) {
      refuse(context, request, tooMany);
    }
  }

  private static void refuse(RoutingContext context, ApiRequest request, Throwable failure) {
    ResponseWriter.send(context, OperationDispatcher.toResponse(request.operation(), failure));
  }

  private void open(Client client) {
    client
        .response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("X-Accel-Buffering", "no")
        .closeHandler(closed -> remove(client))
        .exceptionHandler(broken -> remove(client));
    clients.add(client);
    write(client, client.connectedAt, "retry: 2000\n\n");
    readAndSend();
  }

  private void remove(Client client) {
    clients.remove(client);
    client.slot.release();
  }

  private void readAndSend() {
    if (clients.isEmpty() || !isReading.compareAndSet(false, true)) {
      return;
    }
    vertx
        .executeBlocking(
            () -> {
              send(snapshots.read());
              return null;
            },
            false)
        .onFailure(this::keepAlive)
        .onComplete(done -> isReading.set(false));
  }

  /** While the database is unavailable, the streams stay open. */
  private void keepAlive(Throwable failure) {
    LOG.warn("Cannot read the live state", failure);
    var now = System.currentTimeMillis();
    clients.stream()
        .filter(client -> now - client.writtenAt > KEEP_ALIVE_MILLIS)
        .forEach(client -> write(client, now, KEEP_ALIVE));
  }

  private void send(LiveSnapshots.State state) {
    var now = System.currentTimeMillis();
    var shown = new HashMap<View, LiveSnapshots.Snapshot>();
    for (var client : clients) {
      if (now - client.connectedAt > MAX_AGE_MILLIS || !isAuthenticated(client, now)) {
        remove(client);
        client.response.end();
      } else if (state.version() > client.version && !client.response.writeQueueFull()) {
        client.version = state.version();
        show(client, now, shown.computeIfAbsent(client.view(), view -> snapshot(state, view)));
      } else if (now - client.writtenAt > KEEP_ALIVE_MILLIS) {
        write(client, now, KEEP_ALIVE);
      }
    }
  }

  private LiveSnapshots.Snapshot snapshot(LiveSnapshots.State state, View view) {
    return snapshots.snapshot(state, view.principal(), view.datasetId());
  }

  /** Whoever may see nothing is not told each time that others see a change. */
  private void show(Client client, long now, LiveSnapshots.Snapshot snapshot) {
    if (!client.showsNothing || !snapshot.isEmpty()) {
      client.showsNothing = snapshot.isEmpty();
      write(
          client,
          now,
          "id: %d\nevent: snapshot\ndata: %s\n\n".formatted(client.version, snapshot.json()));
    }
  }

  /** Its token may have been revoked meanwhile, its session ended, its user removed. */
  private boolean isAuthenticated(Client client, long now) {
    if (now - client.authenticatedAt < AUTHENTICATE_MILLIS) {
      return true;
    }
    client.authenticatedAt = now;
    var result = authentication.authenticate(client.credentials);
    if (result instanceof AuthenticationResult.Authenticated authenticated) {
      client.principal = authenticated.principal();
      return true;
    }
    var status = ((AuthenticationResult.Refused) result).status();
    return status != 401 && status != 403;
  }

  private void write(Client client, long now, String text) {
    client.writtenAt = now;
    if (client.response.ended() || client.response.closed()) {
      remove(client);
    } else {
      client.response.write(text).onFailure(broken -> remove(client));
    }
  }
}
