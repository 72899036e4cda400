package org.datareload;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The three walls (Camel, the AWS SDK, JDBC), and the direction in which packages may know each
 * other.
 */
@AnalyzeClasses(packages = "org.datareload", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final List<String> CORE =
      List.of("dataset", "store", "landing", "execution", "transfer", "publication");

  /** The packages that each package may depend on. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          allowed("dataset"),
          allowed("store"),
          allowed("security", "dataset"),
          allowed("landing", "dataset", "store"),
          allowed("execution", "dataset", "store", "landing"),
          allowed("transfer", "dataset", "store", "landing", "execution"),
          allowed("publication", "dataset", "store", "landing", "execution", "transfer"),
          allowed("mail", "dataset", "execution"),
          allowed("api", with(CORE, "security")),
          allowed("server", "dataset", "security", "landing", "api"),
          allowed("route", with(CORE, "security", "mail", "api", "server")),
          allowed("config", with(CORE, "security", "mail", "api", "server", "route")),
          allowed("demo", "dataset", "store", "execution", "config"));

  private static final DescribedPredicate<JavaClass> CONFIG = resideInAnyPackage("..config..");

  /** Not part of the packaged program; it runs servers. */
  private static final DescribedPredicate<JavaClass> DEMO = resideInAnyPackage("..demo..");

  @ArchTest
  static final ArchRule onlyRoutesServerAndConfigUseCamel =
      onlyUse(CONFIG.or(resideInAnyPackage("..route..", "..server..")), "org.apache.camel..");

  @ArchTest
  static final ArchRule onlyStoreRoutesAndConfigUseTheAwsSdk =
      onlyUse(
          CONFIG.or(DEMO).or(resideInAnyPackage("..store..", "..route..")), "software.amazon..");

  @ArchTest
  static final ArchRule onlySqlInterfacesAndConfigUseJdbc =
      onlyUse(CONFIG.or(nameOf(".*Sql")), "java.sql..", "javax.sql..", "org.jdbi..");

  /** What such a call returns would outlive the call's connection, and open others for good. */
  @ArchTest
  static final ArchRule sqlInterfacesReturnNothingLazy =
      methods()
          .that()
          .areDeclaredInClassesThat(nameOf(".*Sql"))
          .and()
          .areNotStatic()
          .should()
          .notHaveRawReturnType(
              assignableTo(Iterator.class)
                  .or(assignableTo(Stream.class))
                  .or(assignableTo(Function.class))
                  .or(assignableTo(Supplier.class)));

  @ArchTest
  static final ArchRule executionsUseTheClockOfTheDatabase =
      noClasses()
          .that(resideInAnyPackage("..execution..", "..transfer..", "..publication.."))
          .should()
          .callMethod(Instant.class, "now");

  @ArchTest
  static void everyPackageIsListed(JavaClasses classes) {
    assertThat(classes.stream().map(ArchitectureTest::packageOf).collect(toSet()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(ALLOWED.keySet().stream(), Stream.of("")).toList());
  }

  @ArchTest
  static void packagesDependOnlyOnAllowedOnes(JavaClasses classes) {
    var unlisted =
        classes.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(
                dependency ->
                    dependency.getTargetClass().getPackageName().startsWith("org.datareload"))
            .filter(
                dependency -> {
                  var from = packageOf(dependency.getOriginClass());
                  var to = packageOf(dependency.getTargetClass());
                  return !from.isEmpty() && !from.equals(to) && !ALLOWED.get(from).contains(to);
                })
            .map(Dependency::getDescription)
            .toList();
    assertThat(unlisted).isEmpty();
  }

  private static String packageOf(JavaClass type) {
    return type.getPackageName().replaceFirst("^org\\.datareload\\.?", "");
  }

  private static ArchRule onlyUse(DescribedPredicate<JavaClass> allowed, String... packages) {
    return noClasses()
        .that(DescribedPredicate.not(allowed))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }

  /** A class with this simple name, or a class nested in one. */
  private static DescribedPredicate<JavaClass> nameOf(String pattern) {
    return DescribedPredicate.describe(
        "are named " + pattern,
        type ->
            type.getSimpleName().matches(pattern)
                || type.getEnclosingClass()
                    .map(outer -> outer.getSimpleName().matches(pattern))
                    .orElse(false));
  }

  private static Map.Entry<String, Set<String>> allowed(String from, String... to) {
    return Map.entry(from, Set.of(to));
  }

  private static String[] with(List<String> packages, String... more) {
    return Stream.concat(packages.stream(), Stream.of(more)).toArray(String[]::new);
  }
}
