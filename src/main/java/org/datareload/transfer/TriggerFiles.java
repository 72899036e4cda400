package org.datareload.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.datareload.dataset.BoundedJson;
import org.datareload.execution.Execution;
import org.datareload.execution.ReloadFailedException;
import org.datareload.landing.LandingKey;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.Zones;

/**
 * Reads what a trigger file says. The S3A committers of Hadoop write JSON with the list {@code
 * filenames} (class {@code SuccessData}; the first 100 files of a job, by their absolute paths).
 * Anything else is a marker without content.
 */
final class TriggerFiles {
  private static final int MAX_BYTES = 8 << 20;

  /** A list of 8 MiB has fewer paths. */
  private static final int MAX_TOKENS = 200_000;

  private static final JsonMapper JSON = BoundedJson.mapper(MAX_BYTES, MAX_TOKENS).build();

  private final ObjectStore store;
  private final Zones zones;

  TriggerFiles(ObjectStore store, Zones zones) {
    this.store = store;
    this.zones = zones;
  }

  /**
   * The keys of the files that the execution's trigger file names; none where it names none.
   *
   * @throws ReloadFailedException where the list has an entry that is no path, or cannot be read
   *     within the limits
   */
  List<String> named(Execution execution) {
    var content =
        store.read(new ObjectRef(zones.landing(), execution.triggerKey()), MAX_BYTES).join();
    if (content.isPresent()
        && content.get().length == MAX_BYTES
        && new String(content.get(), 0, 100, UTF_8).strip().startsWith("{")) {
      throw new ReloadFailedException(
          "trigger_file_invalid", "the trigger file is larger than 8 MiB; write a shorter one");
    }
    var filenames = content.map(TriggerFiles::json).map(json -> json.path("filenames"));
    if (filenames.isEmpty() || !filenames.get().isArray()) {
      return List.of();
    }
    var folder = LandingKey.triggerFolder(execution.triggerKey());
    var keys = new ArrayList<String>();
    for (var name : filenames.get()) {
      if (!name.isTextual() || name.textValue().isBlank()) {
        throw new ReloadFailedException(
            "trigger_file_invalid",
            "filenames[%d] of the trigger file is no path; write the trigger file again"
                .formatted(keys.size()));
      }
      keys.add(key(name.textValue(), folder));
    }
    // A folder that was copied here after the job has a list of other places: they tell nothing.
    return keys.stream().filter(key -> key.startsWith(folder)).toList();
  }

  /** The key of a path: absolute, with or without scheme and bucket, or relative to the folder. */
  private String key(String path, String folder) {
    var scheme = path.indexOf("://");
    if (scheme >= 0) {
      return path.substring(path.indexOf('/', scheme + 3) + 1);
    }
    return path.startsWith("/")
        ? path.substring(1)
        : path.startsWith(folder) ? path : folder + path;
  }

  private static JsonNode json(byte[] content) {
    try {
      var text = new String(content, UTF_8).strip();
      return text.startsWith("{") ? JSON.readTree(text) : JSON.missingNode();
    } catch (StreamConstraintsException exceeded) {
      throw new ReloadFailedException(
          "trigger_file_invalid",
          "the trigger file is too complex: %s; write a shorter one"
              .formatted(BoundedJson.reason(exceeded)));
    } catch (IOException noJson) {
      return JSON.missingNode();
    }
  }
}
