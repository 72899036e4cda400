package org.datareload;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.datareload.testing.ShippedRoutes;
import org.junit.jupiter.api.Test;

/** What docs/security.md says of dependencies other than Camel. */
class DependencyAdvisoriesTest {
  /** Written by Maven before it compiles tests. */
  private static final Path RESOLVED = Path.of("target/runtime-dependencies.txt");

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("org.datareload");

  @Test
  void eachPackagedDependencyHasARow() throws Exception {
    assertThat(RESOLVED)
        .as("run `mvn generate-test-resources`, which writes this file")
        .isRegularFile();
    var resolved =
        Pattern.compile("^ +([\\w.-]+:[\\w.-]+):jar:", Pattern.MULTILINE)
            .matcher(Files.readString(RESOLVED))
            .results()
            .map(match -> match.group(1))
            .collect(toCollection(TreeSet::new));
    assertThat(resolved).hasSizeGreaterThan(100);

    var rows = rows();
    assertThat(resolved).allMatch(name -> rows.stream().anyMatch(row -> matches(row, name)));
    assertThat(rows).allMatch(row -> resolved.stream().anyMatch(name -> matches(row, name)));
  }

  /** CVE-2026-102460: handlers of Vert.x skip scopes. */
  @Test
  void noHandlerOfVertxAuthenticates() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.vertx\\.ext\\.web\\.handler\\..*Auth.*")
        .check(PROGRAM);
    assertThat(ShippedRoutes.properties().stringPropertyNames())
        .noneMatch(name -> name.matches("camel\\.(server|management)\\.(auth|jwt|basic).*"));
  }

  /** CVE-2026-59296: line breaks reach registries that write lines. */
  @Test
  void noMetricsAreWrittenAsLines() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.micrometer.core.instrument.logging..", "io.micrometer.statsd.."))
        .check(PROGRAM);
  }

  /**
   * Names {@code group:artifact} of the first column; a name without group has that of the last.
   */
  private static List<String> rows() throws IOException {
    var section = Files.readString(Path.of("docs/security.md")).split("\n##+ ");
    var names = new ArrayList<String>();
    for (var part : section) {
      if (part.startsWith("Dependencies\n")) {
        for (var line : part.lines().filter(line -> line.startsWith("| `")).toList()) {
          var group = "";
          for (var code : line.split("\\|")[1].split("[`, ]+")) {
            if (!code.isEmpty()) {
              group = code.contains(":") ? code.substring(0, code.indexOf(':') + 1) : group;
              names.add(code.contains(":") ? code : group + code);
            }
          }
        }
      }
    }
    return names;
  }

  private static boolean matches(String row, String name) {
    return name.matches(row.replace(".", "\\.").replace("*", ".*"));
  }
}
