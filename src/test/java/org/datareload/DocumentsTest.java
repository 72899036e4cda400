package org.datareload;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents name only what there is. */
class DocumentsTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)`");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");

  @Test
  void eachNamedTestExists() throws Exception {
    var classes =
        files("src", ".java").stream()
            .map(path -> path.getFileName().toString().replace(".java", ""))
            .collect(toSet());
    var named = new ArrayList<String>();
    for (var document : documents()) {
      TEST.matcher(Files.readString(document)).results().forEach(m -> named.add(m.group(1)));
    }
    assertThat(named).hasSizeGreaterThan(50);
    assertThat(classes).containsAll(named);
  }

  @Test
  void eachLinkLeadsToAFile() throws Exception {
    for (var document : documents()) {
      var links = LINK.matcher(Files.readString(document)).results().map(m -> m.group(1)).toList();
      assertThat(links)
          .as(document.toString())
          .allMatch(link -> Files.exists(document.toAbsolutePath().resolveSibling(link)));
    }
  }

  private static List<Path> documents() throws IOException {
    var documents = new ArrayList<>(files("docs", ".md"));
    documents.add(Path.of("README.md"));
    documents.add(Path.of("CONTRIBUTING.md"));
    return documents;
  }

  private static List<Path> files(String root, String ending) throws IOException {
    try (Stream<Path> paths = Files.walk(Path.of(root))) {
      return paths.filter(path -> path.toString().endsWith(ending)).toList();
    }
  }
}
