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

/**
 * Counts the writes that children send to the store, by their places, and springs at one of them,
 * just before or just after it.
 */
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
  private final Runnable spring;
  private final Map<String, Integer> writes = new ConcurrentHashMap<>();
  private final CompletableFuture<String> sprung = new CompletableFuture<>();

  /** Springs never. */
  Trap(Zones zones) {
    this(zones, "", 0, false, () -> {});
  }

  /**
   * @param target the place
   * @param at which of the writes there, counted from 1
   * @param spring is run on the store's thread; the request waits for it, and fails where it throws
   */
  Trap(Zones zones, String target, int at, boolean after, Runnable spring) {
    this.zones = zones;
    this.target = target;
    this.at = at;
    this.after = after;
    this.spring = spring;
  }

  /** To be thrown where the write is not to take effect. */
  static RuntimeException refusal() {
    return ObservedStore.refusal(500, "InternalError", "its sender is dead");
  }

  /** How many writes there were at each place. */
  Map<String, Integer> writes() {
    return writes;
  }

  /** Completes with "before" or "after" once it sprang. */
  CompletableFuture<String> sprung() {
    return sprung;
  }

  @Override
  public void before(Call call) {
    if (isWrite(call)) {
      var place = place(call);
      var number = writes.merge(place, 1, Integer::sum);
      if (place.equals(target) && number == at && !isAfter(call)) {
        spring("before");
      }
    }
  }

  /**
   * The embedded store forgets an upload before it aborts it: what struck in between would leave
   * one that is listed and not found.
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
      spring("after");
    }
  }

  private void spring(String when) {
    if (sprung.complete(when)) {
      spring.run();
    }
  }

  /** The landing zone's PUTs are those of people. */
  private boolean isWrite(Call call) {
    var upload = call.operation() == Operation.PUT && call.bucket().equals(zones.landing());
    var probe = call.key().startsWith(StoreProbes.PREFIX);
    return !READS.contains(call.operation()) && !upload && !probe && !isMark(call.key());
  }

  /** The embedded store's own mark of an upload. */
  private static boolean isMark(String key) {
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
