package org.datareload.proof.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.datareload.execution.ExecutionRequest.FolderTrigger;
import org.datareload.landing.LandingKey;
import org.datareload.landing.LandingKey.Valid;
import org.datareload.proof.model.FolderState.Writer;

/**
 * Acceptance and plan as a state machine: writers that write the files of their folders and the
 * trigger file in any order, events that come in any order or never, and executions that load or
 * fail. What processes and stores do meanwhile is in {@link Protocol}.
 *
 * <p>A writer that has not finished has written less than the settle time ago. Writers of the same
 * keys write one after the other.
 */
final class FolderModel implements Model<FolderState> {
  /** The rules; each can be left out. */
  enum Rule {
    /** A folder is planned when no object in it is younger than the settle time. */
    SETTLED,
    /** A plan is frozen only if it has every file of the folder that is known. */
    KNOWN_PLANNED,
    /** A plan is frozen only if the trigger file is the one that it was made for. */
    SAME_TRIGGER,
    /** What is in the folder at the end and was not loaded is counted as late. */
    LATE_COUNTED,
    /** A trigger file is for the tree below its folder, too. */
    TREE,
    /** A trigger file is for nothing beside or above its folder. */
    OWN_FOLDER,
    /** A folder is left to a trigger file above that has had no execution yet. */
    FOLDER_ABOVE,
    /** A tree is not planned if a part of it was loaded by itself and is not there again. */
    WHOLE_TREE,
    /** A drop before that of the live content is rejected. */
    OLDER_REJECTED,
    /** A drop before the running execution was accepted waits. */
    EARLIER_WAITS,
    /** A drop into the folder that is being loaded waits. */
    SAME_FOLDER_WAITS,
    /** No drop is accepted before an earlier one that waits. */
    IN_ORDER,
    /** A trigger file that is written again before the plan is frozen is that execution's. */
    WRITTEN_AGAIN
  }

  private static final Map<String, LandingKey> PARSED = new HashMap<>();
  private final Set<Rule> rules;
  private final List<List<String>> writers;

  /**
   * @param writers the keys that each writes, the last one being that of its trigger file: a digit
   *     for the upload date, and the path below the folder of the file type
   */
  FolderModel(Set<Rule> rules, List<List<String>> writers) {
    this.rules = rules;
    this.writers = writers;
  }

  boolean has(Rule rule) {
    return rules.contains(rule);
  }

  @Override
  public FolderState start() {
    var all = writers.stream().map(keys -> new Writer(new TreeSet<>(keys), null)).toList();
    return new FolderState(
        all, List.of(), Map.of(), Set.of(), Set.of(), Map.of(), Map.of(), null, null);
  }

  @Override
  public List<Step<FolderState>> steps(FolderState s) {
    var steps = new ArrayList<Step<FolderState>>();
    new FolderSteps(this, s, steps).all();
    return steps;
  }

  @Override
  public String violation(FolderState from, FolderState to) {
    return new FolderViolations(this, from, to).first();
  }

  /** The key of a drop's trigger file. */
  String trigger(int drop) {
    var keys = writers.get(drop);
    return keys.get(keys.size() - 1);
  }

  static boolean isTrigger(String key) {
    return parsed(key).isTrigger();
  }

  /** Whether a writer must wait for another one with the same key. */
  boolean isTaken(FolderState s, int writer, String key) {
    for (int earlier = 0; earlier < writer; earlier++) {
      if (writers.get(earlier).contains(key) && !s.writers().get(earlier).hasFinished()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the program takes an object for one of the folder of a trigger file. */
  boolean covers(String trigger, String key) {
    var file = parsed(key);
    var folder = has(Rule.OWN_FOLDER) ? parsed(trigger).triggerFolder() : parsed(trigger).folder();
    return file.toString().startsWith(folder)
        && (has(Rule.TREE) || file.toString().indexOf('/', folder.length()) < 0);
  }

  /** Whether an object really belongs to a trigger file. */
  static boolean belongs(String trigger, String key) {
    return key.startsWith(trigger.substring(0, trigger.lastIndexOf('/') + 1));
  }

  /** Whether a trigger file is in a folder above that of another one. */
  static boolean isAbove(String trigger, String other) {
    return !trigger.equals(other) && belongs(trigger, other);
  }

  /** Whether a writer writes a trigger file in a folder above. */
  boolean hasAbove(String trigger) {
    return IntStream.range(0, writers.size()).anyMatch(w -> isAbove(trigger(w), trigger));
  }

  /** Whether a writer writes the key. */
  boolean writes(int writer, String key) {
    return writers.get(writer).contains(key);
  }

  /** Whether the program takes the folders of two trigger files for the same. */
  static boolean overlap(String trigger, String other) {
    return new FolderTrigger(
            parsed(trigger).toString(), "", Instant.EPOCH, Instant.EPOCH, Duration.ZERO, 0)
        .overlaps(parsed(other).toString());
  }

  private static LandingKey parsed(String key) {
    return PARSED.computeIfAbsent(key, FolderModel::parse);
  }

  private static LandingKey parse(String key) {
    var full =
        "sales/orders/upload_date=170000000" + key.charAt(0) + "/anna/csv/" + key.substring(2);
    return ((Valid) LandingKey.parse(full)).key();
  }
}
