package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.datareload.api.Json;

/**
 * The files of the page as they stood on the class path at the start: no request reaches a disk or
 * a jar, so that none can reach more than these.
 */
public final class Assets {
  private static final String OWN = "web/";
  private static final String WEBJAR = "META-INF/resources/webjars/lit-html/";

  /** What the page's modules import, directly or not. */
  private static final List<String> LIT =
      List.of(
          "lit-html.js",
          "directive.js",
          "directive-helpers.js",
          "directives/live.js",
          "directives/repeat.js");

  private static final Pattern GAP = Pattern.compile("\\{\\{(\\w+)}}");

  private final String build;
  private final Asset index;
  private final Map<String, Asset> assets;

  private Assets(String build, Asset index, Map<String, Asset> assets) {
    this.build = build;
    this.index = index;
    this.assets = Map.copyOf(assets);
  }

  public static Assets load() {
    var contents = new TreeMap<String, byte[]>(below(OWN));
    var library = below(WEBJAR);
    var version = library.firstKey().substring(0, library.firstKey().indexOf('/') + 1);
    LIT.forEach(name -> contents.put("lit/" + name, library.get(version + name)));
    var page = new String(contents.remove("index.html"), UTF_8);
    var all = new StringBuilder();
    contents.forEach((name, bytes) -> all.append(name).append(Asset.digest(bytes)));
    var build = Asset.digest(all.toString().getBytes(UTF_8));
    var words = Json.read(contents.get("i18n/en.json"));
    var index = Asset.of("index.html", filled(page, build, words).getBytes(UTF_8));
    var assets =
        contents.entrySet().stream()
            .filter(entry -> Asset.type(entry.getKey()).isPresent())
            .collect(toMap(Map.Entry::getKey, e -> Asset.of(e.getKey(), e.getValue())));
    return new Assets(build, index, assets);
  }

  /** The document says nothing by itself: its words come from the catalogue, too. */
  private static String filled(String page, String build, JsonNode words) {
    return GAP.matcher(page)
        .replaceAll(
            gap ->
                quoteReplacement(
                    gap.group(1).equals("build") ? build : words.required(gap.group(1)).asText()));
  }

  /** A word that changes with any file: what is cached under it never mixes two releases. */
  String build() {
    return build;
  }

  Asset index() {
    return index;
  }

  Optional<Asset> asset(String name) {
    return Optional.ofNullable(assets.get(name));
  }

  /** Bytes of everything together, gzipped. */
  public int weight() {
    return index.packed().length
        + assets.values().stream().mapToInt(file -> file.packed().length).sum();
  }

  private static SortedMap<String, byte[]> below(String folder) {
    var url = Assets.class.getClassLoader().getResource(folder);
    if (url == null) {
      throw new IllegalStateException("no " + folder + " on the class path");
    }
    try {
      if (!(url.openConnection() instanceof JarURLConnection jar)) {
        return read(Path.of(url.toURI()));
      }
      try (var files = FileSystems.newFileSystem(path(jar.getJarFileURL()))) {
        return read(files.getPath(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + url, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("not an address: " + url, e);
    }
  }

  private static Path path(URL file) throws URISyntaxException {
    return Path.of(file.toURI());
  }

  private static SortedMap<String, byte[]> read(Path folder) throws IOException {
    var found = new TreeMap<String, byte[]>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = folder.relativize(file).toString().replace('\\', '/');
        found.put(name, Files.readAllBytes(file));
      }
    }
    return found;
  }
}
