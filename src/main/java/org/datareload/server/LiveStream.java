package org.datareload.server;

import static java.util.Objects.requireNonNull;

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
 * Server-sent snapshots. One look at the database, at most two a second and only while somebody
 * watches, serves all. Whoever reads slowly gets fewer snapshots, never a queue of them.
 */
final class LiveStream implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
  private static final long PERIOD = 500;
  private static final long ASK_AGAIN = 5_000;
  private static final long KEEP_ALIVE = 15_000;

  /** Then the client comes anew, and is asked again who he is. */
  private static final long LONGEST = 30 * 60_000;

  private static final String STILL_HERE = ": still here\n\n";
  private static final int MOST_CLIENTS = 1_000;

  private final Authentication authentication;
  private final LiveSnapshots live;
  private final OpenApiContract contract;
  private final Vertx vertx;
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  LiveStream(
      LiveSnapshots live, OpenApiContract contract, Authentication authentication, Vertx vertx) {
    this.authentication = requireNonNull(authentication, "authentication is null");
    this.contract = requireNonNull(contract, "contract is null");
    this.live = requireNonNull(live, "live is null");
    this.vertx = requireNonNull(vertx, "vertx is null");
    vertx.setPeriodic(PERIOD, timer -> look());
  }

  /** Somebody who watches. Its fields change on one event loop only, its connection's. */
  private static final class Client {
    final HttpServerResponse response;
    final RequestCredentials credentials;
    final String datasetId;
    volatile Principal principal;
    volatile long asked;
    final long since = System.currentTimeMillis();
    volatile long version;
    volatile long written = since;

    Client(HttpServerResponse response, ApiRequest call, String datasetId) {
      this.response = response;
      this.principal = call.principal();
      this.credentials = call.credentials();
      this.asked = since;
      this.datasetId = datasetId;
    }
  }

  @Override
  public void handle(RoutingContext context) {
    var call = SecurityHandler.call(context.user());
    if (clients.size() >= MOST_CLIENTS) {
      ResponseWriter.problem(context, 503, "Too many watch already");
      return;
    }
    vertx
        .executeBlocking(
            () -> live.watched(contract.check(call), call.query().get("dataset")), false)
        .onSuccess(id -> open(context.response(), new Client(context.response(), call, id)))
        .onFailure(
            failed ->
                ResponseWriter.send(context, OperationDispatcher.answer("followLive", failed)));
  }

  private void open(HttpServerResponse response, Client client) {
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("X-Accel-Buffering", "no")
        .closeHandler(closed -> clients.remove(client))
        .exceptionHandler(broken -> clients.remove(client));
    response.write("retry: 2000\n\n");
    clients.add(client);
    look();
  }

  private void look() {
    if (clients.isEmpty() || !looking.compareAndSet(false, true)) {
      return;
    }
    vertx
        .executeBlocking(
            () -> {
              tell(live.look());
              return null;
            },
            false)
        .onFailure(this::reassure)
        .onComplete(done -> looking.set(false));
  }

  /** The database is away: those who watch stay, and hear that they do. */
  private void reassure(Throwable failed) {
    LOG.warn("No snapshot can be made: {}", failed.toString());
    var now = System.currentTimeMillis();
    clients.stream()
        .filter(client -> now - client.written > KEEP_ALIVE)
        .forEach(client -> write(client, now, STILL_HERE));
  }

  private void tell(LiveSnapshots.State state) {
    var now = System.currentTimeMillis();
    for (var client : clients) {
      if (now - client.since > LONGEST || !isStillAdmitted(client, now)) {
        clients.remove(client);
        client.response.end();
      } else if (state.version() > client.version && !client.response.writeQueueFull()) {
        client.version = state.version();
        var text = live.snapshot(state, client.principal, client.datasetId);
        write(client, now, "id: " + state.version() + "\nevent: snapshot\ndata: " + text + "\n\n");
      } else if (now - client.written > KEEP_ALIVE) {
        write(client, now, STILL_HERE);
      }
    }
  }

  /** A token may have been revoked since, a session ended, a user removed. */
  private boolean isStillAdmitted(Client client, long now) {
    if (now - client.asked < ASK_AGAIN) {
      return true;
    }
    client.asked = now;
    var verdict = authentication.authenticate(client.credentials);
    if (verdict instanceof AuthenticationResult.Authenticated authenticated) {
      client.principal = authenticated.principal();
      return true;
    }
    var status = ((AuthenticationResult.Refused) verdict).status();
    return status != 401 && status != 403;
  }

  private void write(Client client, long now, String text) {
    client.written = now;
    if (!client.response.ended() && !client.response.closed()) {
      client.response.write(text).onFailure(gone -> clients.remove(client));
    }
  }
}
