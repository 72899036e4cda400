package org.datareload.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.datareload.store.StoredObject;
import org.datareload.store.TestZones;

/** What stands in the two zones for one dataset. */
abstract class TestView {
  private static final ObjectMapper JSON = new ObjectMapper();
  final TestZones zones;
  private final Map<String, String> sums = new ConcurrentHashMap<>();

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

  /**
   * What the ETag of an object would be, had it not come in parts: a sum over its bytes. They are
   * read once, since an object that changes is another one.
   */
  String sum(String bucket, StoredObject object) {
    if (!object.etag().contains("-")) {
      return object.etag();
    }
    return sums.computeIfAbsent(bucket + object, read -> md5(zones.bytes(bucket, object.key())));
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public List<StoredObject> trash() {
    return zones.list(zones.zones().lake(), "_trash/" + prefix());
  }
}
