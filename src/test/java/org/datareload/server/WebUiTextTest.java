package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every text of the web UI comes from the catalogue. */
class WebUiTextTest {
  private static final Path WEB = Path.of("src/main/resources/web");
  private static final Pattern CALL =
      Pattern.compile("(?<![.\\w])(?:t|count|rich|tile|fact)\\('([^']+)'");
  private static final Pattern LITERAL = Pattern.compile("'([a-z]\\w*(?:\\.\\w+)*)'");
  private static final Pattern DOTTED = Pattern.compile("[a-z]\\w*(?:\\.\\w+)+");
  private static final Pattern FAMILY = Pattern.compile("`([a-z]\\w*(?:\\.\\w+)*\\.)\\$\\{");
  private static final Pattern READ =
      Pattern.compile("\\b(?:aria-label|title|placeholder|alt)=\"?([^\"\\s>]*)");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern WORDS = Pattern.compile("\\p{L}{2,} \\p{L}{2,}");
  private static final Pattern STYLED = Pattern.compile("content: *\"([^\"]*)");

  private final Map<String, String> modules = files(".js");
  private final Set<String> catalogue = catalogue();

  @Test
  void findsNoLiteralTextOutsideTheCatalogue() {
    var found = new ArrayList<String>();
    modules.forEach(
        (module, source) -> Templates.of(source).forEach(markup -> check(module, markup, found)));

    assertThat(found).isEmpty();
  }

  @Test
  void findsNoLiteralTextInTheDocument() {
    var found = new ArrayList<String>();
    var body = PLACEHOLDER.matcher(read(WEB.resolve("index.html"))).replaceAll(" ");
    check("index.html", body, found);

    assertThat(found).isEmpty();
  }

  @Test
  void findsNoLiteralTextInCode() {
    for (var source : modules.values()) {
      assertThat(Templates.strings(source)).noneMatch(text -> WORDS.matcher(text).find());
    }
    assertThat(Templates.strings("f('Oops, not again', 'key')"))
        .anyMatch(text -> WORDS.matcher(text).find());
  }

  @Test
  void findsNoLiteralTextInStyles() {
    for (var style : files(".css").values()) {
      assertThat(STYLED.matcher(style).results().map(text -> text.group(1)))
          .noneMatch(WebUiTextTest::hasLetters);
    }
  }

  @Test
  void detectsLiteralText() {
    var found = new ArrayList<String>();
    var source = "html`<p title=${a}>${b ? html`<b>${c}</b> Oops` : ''}</p><i alt=\"Ah\"></i>`";
    Templates.of(source).forEach(markup -> check("module", markup, found));

    assertThat(found).containsExactlyInAnyOrder("module: Oops", "module: Ah");
  }

  @Test
  void findsEachKeyInTheCatalogue() {
    var missing = new HashSet<String>();
    for (var source : modules.values()) {
      CALL.matcher(source).results().map(key -> key.group(1)).forEach(missing::add);
      LITERAL
          .matcher(source)
          .results()
          .map(key -> key.group(1))
          .filter(key -> DOTTED.matcher(key).matches())
          .forEach(missing::add);
    }
    missing.removeAll(catalogue);

    assertThat(missing).isEmpty();
  }

  @Test
  void usesEachEntryOfTheCatalogue() {
    var used = new HashSet<String>();
    var families = new HashSet<String>();
    for (var source : modules.values()) {
      LITERAL.matcher(source).results().map(key -> key.group(1)).forEach(used::add);
      FAMILY.matcher(source).results().map(key -> key.group(1)).forEach(families::add);
    }

    PLACEHOLDER
        .matcher(read(WEB.resolve("index.html")))
        .results()
        .forEach(key -> used.add(key.group(1)));

    assertThat(catalogue)
        .allMatch(key -> used.contains(key) || families.stream().anyMatch(key::startsWith));
  }

  @Test
  void keepsModulesShort() {
    assertThat(modules)
        .allSatisfy((name, text) -> assertThat(text.lines().count()).isLessThan(200));
  }

  private static void check(String module, String markup, ArrayList<String> found) {
    READ.matcher(markup)
        .results()
        .map(attribute -> attribute.group(1))
        .filter(WebUiTextTest::hasLetters)
        .forEach(text -> found.add(module + ": " + text));
    for (var text : markup.replaceAll("<[^>]*>", "\n").split("\n")) {
      if (hasLetters(text)) {
        found.add(module + ": " + text.strip());
      }
    }
  }

  private static boolean hasLetters(String text) {
    return text.codePoints().anyMatch(Character::isLetter);
  }

  private static Map<String, String> files(String ending) {
    try (var files = Files.walk(WEB)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .collect(toMap(file -> WEB.relativize(file).toString(), WebUiTextTest::read));
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static Set<String> catalogue() {
    try {
      var names = new ObjectMapper().readTree(read(WEB.resolve("i18n/en.json"))).fieldNames();
      var keys = new HashSet<String>();
      names.forEachRemaining(keys::add);
      return keys;
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
