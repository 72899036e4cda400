package org.datareload.server;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datareload.api.ApiRequest;
import org.datareload.api.LiveSnapshots;
import org.datareload.api.OperationDispatcher;
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
  private static final int MAX_CLIENTS = 1_000;

  private final LiveSnapshots snapshots;
  private final OpenApiContract contract;
  private final Authentication authentication;
  private final Vertx vertx;
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
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
    final long connectedAt = System.currentTimeMillis();
    volatile Principal principal;
    volatile long authenticatedAt = connectedAt;
    volatile long writtenAt = connectedAt;
    volatile long version;

    Client(HttpServerResponse response, ApiRequest request, String datasetId) {
      this.response = response;
      this.credentials = request.credentials();
      this.principal = request.principal();
      this.datasetId = datasetId;
    }
  }

  @Override
  public void handle(RoutingContext context) {
    if (clients.size() >= MAX_CLIENTS) {
      ResponseWriter.problem(context, 503, "Too many live streams are open; try again later");
      return;
    }
    var request = SecurityHandler.request(context.user());
    vertx
        .executeBlocking(() -> snapshots.datasetId(contract.check(request)), false)
        .onSuccess(id -> open(new Client(context.response(), request, id)))
        .onFailure(
            failure ->
                ResponseWriter.send(
                    context, OperationDispatcher.toResponse(request.operation(), failure)));
  }

  private void open(Client client) {
    client
        .response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("X-Accel-Buffering", "no")
        .closeHandler(closed -> clients.remove(client))
        .exceptionHandler(broken -> clients.remove(client));
    client.response.write("retry: 2000\n\n");
    clients.add(client);
    readAndSend();
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
    LOG.warn("Cannot read the live state: {}", failure.toString());
    var now = System.currentTimeMillis();
    clients.stream()
        .filter(client -> now - client.writtenAt > KEEP_ALIVE_MILLIS)
        .forEach(client -> write(client, now, KEEP_ALIVE));
  }

  private void send(LiveSnapshots.State state) {
    var now = System.currentTimeMillis();
    for (var client : clients) {
      if (now - client.connectedAt > MAX_AGE_MILLIS || !isAuthenticated(client, now)) {
        clients.remove(client);
        client.response.end();
      } else if (state.version() > client.version && !client.response.writeQueueFull()) {
        client.version = state.version();
        var json = snapshots.snapshot(state, client.principal, client.datasetId);
        write(client, now, "id: " + state.version() + "\nevent: snapshot\ndata: " + json + "\n\n");
      } else if (now - client.writtenAt > KEEP_ALIVE_MILLIS) {
        write(client, now, KEEP_ALIVE);
      }
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
    if (!client.response.ended() && !client.response.closed()) {
      client.response.write(text).onFailure(broken -> clients.remove(client));
    }
  }
}
