package org.datareload;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The three walls (Camel, the AWS SDK, JDBC), and the direction in which packages may know each
 * other.
 */
@AnalyzeClasses(packages = "org.datareload", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /**
   * The packages, each with those that it may know. Whatever is not named here knows no other
   * package.
   */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("dataset", List.of()),
          Map.entry("store", List.of()),
          Map.entry("security", List.of("dataset")),
          Map.entry("landing", List.of("dataset", "store")),
          Map.entry("execution", List.of("dataset", "store", "landing")),
          Map.entry("transfer", List.of("dataset", "store", "landing", "execution")),
          Map.entry("publication", List.of("dataset", "store", "landing", "execution", "transfer")),
          Map.entry("mail", List.of("dataset", "execution")),
          Map.entry(
              "api",
              List.of(
                  "dataset",
                  "store",
                  "security",
                  "landing",
                  "execution",
                  "transfer",
                  "publication")),
          Map.entry("server", List.of("dataset", "security", "landing", "api")),
          Map.entry(
              "route",
              List.of(
                  "dataset",
                  "store",
                  "security",
                  "landing",
                  "execution",
                  "transfer",
                  "publication",
                  "mail",
                  "api",
                  "server")),
          Map.entry(
              "config",
              List.of(
                  "dataset",
                  "store",
                  "security",
                  "landing",
                  "execution",
                  "transfer",
                  "publication",
                  "mail",
                  "api",
                  "server",
                  "route")),
          Map.entry("demo", List.of("dataset", "store", "execution", "config")));

  private static final DescribedPredicate<JavaClass> CONFIG = resideInAnyPackage("..config..");

  /** Never packaged: it runs servers of its own. */
  private static final DescribedPredicate<JavaClass> DEMO = resideInAnyPackage("..demo..");

  @ArchTest
  static final ArchRule onlyRoutesServerAndConfigKnowCamel =
      onlyKnow(CONFIG.or(resideInAnyPackage("..route..", "..server..")), "org.apache.camel..");

  @ArchTest
  static final ArchRule onlyStoreRoutesAndConfigKnowTheAwsSdk =
      onlyKnow(
          CONFIG.or(DEMO).or(resideInAnyPackage("..store..", "..route..")), "software.amazon..");

  @ArchTest
  static final ArchRule onlyStatementsAndConfigKnowJdbc =
      onlyKnow(CONFIG.or(nameOf(".*Sql")), "java.sql..", "javax.sql..", "org.jdbi..");

  @ArchTest
  static final ArchRule onlyTheDatabaseTellsTheTimeOfExecutions =
      noClasses()
          .that(resideInAnyPackage("..execution..", "..transfer..", "..publication.."))
          .should()
          .callMethod(Instant.class, "now");

  @ArchTest
  static void everyPackageIsListed(JavaClasses classes) {
    assertThat(classes.stream().map(ArchitectureTest::packageOf).collect(toSet()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(MAY_KNOW.keySet().stream(), Stream.of("")).toList());
  }

  @ArchTest
  static void packagesKnowOnlyThoseThatTheListNames(JavaClasses classes) {
    var unlisted =
        classes.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(known -> known.getTargetClass().getPackageName().startsWith("org.datareload"))
            .filter(
                known -> {
                  var from = packageOf(known.getOriginClass());
                  var to = packageOf(known.getTargetClass());
                  return !from.isEmpty() && !from.equals(to) && !MAY_KNOW.get(from).contains(to);
                })
            .map(Dependency::getDescription)
            .toList();
    assertThat(unlisted).isEmpty();
  }

  private static String packageOf(JavaClass type) {
    return type.getPackageName().replaceFirst("^org\\.datareload\\.?", "");
  }

  private static ArchRule onlyKnow(DescribedPredicate<JavaClass> rooms, String... packages) {
    return noClasses()
        .that(DescribedPredicate.not(rooms))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }

  /** A class of this simple name, or one that stands within such a class. */
  private static DescribedPredicate<JavaClass> nameOf(String pattern) {
    return DescribedPredicate.describe(
        "are named " + pattern,
        type ->
            type.getSimpleName().matches(pattern)
                || type.getEnclosingClass()
                    .map(outer -> outer.getSimpleName().matches(pattern))
                    .orElse(false));
  }
}
