package org.datareload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.datareload.store.StoredObject;
import org.datareload.store.TestZones;

/** What stands in the two zones for one dataset. */
abstract class TestView {
  private static final ObjectMapper JSON = new ObjectMapper();
  final TestZones zones;

  TestView(TestZones zones) {
    this.zones = zones;
  }

  /** Below which all keys of the dataset are. */
  public abstract String prefix();

  public TestZones zones() {
    return zones;
  }

  public JsonNode manifest() {
    try {
      return JSON.readTree(zones.text(zones.zones().lake(), prefix() + "_manifest/current.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<String> symlinks() {
    return zones
        .text(zones.zones().lake(), prefix() + "_symlink_format_manifest/manifest")
        .lines()
        .toList();
  }

  /** What readers of the manifest read: the content of each file by its name. */
  public Map<String, String> content() {
    var content = new TreeMap<String, String>();
    for (var file : manifest().get("files")) {
      var key = file.get("key").textValue();
      content.put(key.substring(key.lastIndexOf('/') + 1), zones.text(zones.zones().lake(), key));
    }
    return content;
  }

  /** The content that an execution replaced, by its files' names. */
  public Map<String, String> trashed(String retiredBy) {
    var content = new TreeMap<String, String>();
    for (var object : zones.list(zones.zones().lake(), "_trash/" + prefix() + retiredBy + "/")) {
      var key = object.key();
      content.put(key.substring(key.lastIndexOf('/') + 1), zones.text(zones.zones().lake(), key));
    }
    return content;
  }

  /** Objects of the landing zone, without trigger files. */
  public List<StoredObject> landed() {
    return zones.list(zones.zones().landing(), prefix()).stream()
        .filter(object -> !object.key().endsWith("/_SUCCESS"))
        .toList();
  }

  /** Objects that readers of the prefix see. */
  public List<StoredObject> lake() {
    return zones.list(zones.zones().lake(), prefix()).stream()
        .filter(object -> !object.key().startsWith(prefix() + "_"))
        .toList();
  }

  public List<StoredObject> trash() {
    return zones.list(zones.zones().lake(), "_trash/" + prefix());
  }
}
