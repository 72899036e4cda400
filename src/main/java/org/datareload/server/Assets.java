package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.datareload.api.Json;
import org.datareload.security.Sha256;

/**
 * The files of the web UI, read from the class path once at start. Requests reach neither a disk
 * nor a jar, and so nothing but these files.
 */
final class Assets {
  private static final String FOLDER = "web/";
  private static final String WEBJAR = "META-INF/resources/webjars/lit-html/";

  /** The modules of lit-html that the web UI imports, directly or indirectly. */
  private static final List<String> LIT =
      List.of(
          "lit-html.js",
          "directive.js",
          "directive-helpers.js",
          "directives/live.js",
          "directives/repeat.js");

  /** Files of other types are not served. */
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

  private final String build;
  private final Asset index;
  private final Map<String, Asset> assets;

  private Assets(String build, Asset index, Map<String, Asset> assets) {
    this.build = build;
    this.index = index;
    this.assets = Map.copyOf(assets);
  }

  /**
   * One file.
   *
   * @param etag strong, in quotes
   */
  record Asset(String type, byte[] plain, byte[] gzipped, String etag) {
    static Asset of(String name, byte[] content) {
      var type = Assets.type(name).orElseThrow();
      return new Asset(type, content, gzip(content), '"' + digest(content) + '"');
    }
  }

  static Assets load() {
    var contents = new TreeMap<>(files(FOLDER));
    var library = files(WEBJAR);
    var version = library.firstKey().substring(0, library.firstKey().indexOf('/') + 1);
    LIT.forEach(name -> contents.put("lit/" + name, library.get(version + name)));
    var page = new String(contents.remove("index.html"), UTF_8);
    var digests = new StringBuilder();
    contents.forEach((name, content) -> digests.append(name).append(digest(content)));
    var build = digest(digests.toString().getBytes(UTF_8));
    var texts = Json.read(contents.get("i18n/en.json"));
    var index = Asset.of("index.html", filled(page, build, texts).getBytes(UTF_8));
    var assets =
        contents.entrySet().stream()
            .filter(entry -> type(entry.getKey()).isPresent())
            .collect(toMap(Map.Entry::getKey, e -> Asset.of(e.getKey(), e.getValue())));
    return new Assets(build, index, assets);
  }

  /** The document has no text of its own: placeholders name texts of the catalogue. */
  private static String filled(String page, String build, JsonNode texts) {
    return PLACEHOLDER
        .matcher(page)
        .replaceAll(
            found ->
                quoteReplacement(
                    found.group(1).equals("build")
                        ? build
                        : texts.required(found.group(1)).asText()));
  }

  /** Changes with any file, so that a browser's cache never mixes two releases. */
  String build() {
    return build;
  }

  Asset index() {
    return index;
  }

  Optional<Asset> asset(String name) {
    return Optional.ofNullable(assets.get(name));
  }

  /** The gzipped bytes of all files together. */
  int size() {
    return index.gzipped().length
        + assets.values().stream().mapToInt(asset -> asset.gzipped().length).sum();
  }

  private static Optional<String> type(String name) {
    return Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
  }

  private static SortedMap<String, byte[]> files(String folder) {
    var url = Assets.class.getClassLoader().getResource(folder);
    if (url == null) {
      throw new IllegalStateException("no " + folder + " on the class path");
    }
    try {
      if (!(url.openConnection() instanceof JarURLConnection jar)) {
        return read(Path.of(url.toURI()));
      }
      try (var files = FileSystems.newFileSystem(Path.of(jar.getJarFileURL().toURI()))) {
        return read(files.getPath(folder));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + url, failed);
    } catch (URISyntaxException invalid) {
      throw new IllegalStateException("cannot read " + url, invalid);
    }
  }

  private static SortedMap<String, byte[]> read(Path folder) throws IOException {
    var contents = new TreeMap<String, byte[]>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = folder.relativize(file).toString().replace('\\', '/');
        contents.put(name, Files.readAllBytes(file));
      }
    }
    return contents;
  }

  /** 16 hexadecimal digits that identify the content. */
  private static String digest(byte[] content) {
    return Sha256.hex(content).substring(0, 16);
  }

  private static byte[] gzip(byte[] content) {
    var gzipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(gzipped)) {
      gzip.write(content);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return gzipped.toByteArray();
  }
}
