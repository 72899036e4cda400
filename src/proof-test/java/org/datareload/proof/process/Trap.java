package org.datareload.proof.process;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.store.StoreProbes;
import org.datareload.store.Zones;

/** Counts the writes to the store by place, and runs an action just before or after one of them. */
final class Trap implements Interceptor {
  private static final Set<Operation> READS =
      Set.of(
          Operation.GET,
          Operation.HEAD,
          Operation.LIST,
          Operation.LIST_UPLOADS,
          Operation.LIST_VERSIONS);

  private final Zones zones;
  private final String target;
  private final int at;
  private final boolean after;
  private final Runnable action;
  private final Map<String, Integer> writes = new ConcurrentHashMap<>();
  private final CompletableFuture<String> triggered = new CompletableFuture<>();

  /** A trap that only counts. */
  Trap(Zones zones) {
    this(zones, "", 0, false, () -> {});
  }

  /**
   * @param target the place
   * @param at the number of the write there, from 1
   * @param action runs on the store's thread; the request fails if it throws
   */
  Trap(Zones zones, String target, int at, boolean after, Runnable action) {
    this.zones = zones;
    this.target = target;
    this.at = at;
    this.after = after;
    this.action = action;
  }

  /** The exception of an action that prevents the write. */
  static RuntimeException refusal() {
    return ObservedStore.refusal(500, "InternalError", "its sender is dead");
  }

  /** The number of writes at each place. */
  Map<String, Integer> writes() {
    return writes;
  }

  /** Completes with "before" or "after" once the action was triggered. */
  CompletableFuture<String> triggered() {
    return triggered;
  }

  @Override
  public void before(Call call) {
    if (isWrite(call)) {
      var place = place(call);
      var number = writes.merge(place, 1, Integer::sum);
      if (place.equals(target) && number == at && !isAfter(call)) {
        trigger("before");
      }
    }
  }

  /**
   * The embedded store forgets an upload before it aborts it: an action in between would leave one
   * that is listed but not found.
   */
  private boolean isAfter(Call call) {
    return after || call.operation() == Operation.ABORT_UPLOAD;
  }

  @Override
  public void after(Call call) {
    if (isWrite(call)
        && isAfter(call)
        && place(call).equals(target)
        && writes.getOrDefault(target, 0) >= at) {
      trigger("after");
    }
  }

  private void trigger(String when) {
    if (triggered.complete(when)) {
      action.run();
    }
  }

  /** Excludes PUTs to the landing zone, which are uploads of the test. */
  private boolean isWrite(Call call) {
    var upload = call.operation() == Operation.PUT && call.bucket().equals(zones.landing());
    var probe = call.key().startsWith(StoreProbes.PREFIX);
    return !READS.contains(call.operation()) && !upload && !probe && !isMarker(call.key());
  }

  /** The embedded store's own marker of an upload. */
  private static boolean isMarker(String key) {
    return key.startsWith(".s3proxy-mpu-stub-");
  }

  private String place(Call call) {
    var key = call.key();
    var what =
        key.startsWith("_trash/")
            ? " to the trash"
            : key.contains("_manifest/")
                ? " of the manifest"
                : key.endsWith("/_SUCCESS") ? " of the trigger file" : "";
    var zone = call.bucket().equals(zones.lake()) ? "lake" : "landing zone";
    return call.operation() + what + " in the " + zone;
  }
}
