package org.datareload;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/**
 * The three walls (Camel, the AWS SDK, JDBC), and the direction in which packages may know each
 * other.
 */
@AnalyzeClasses(packages = "org.datareload", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /** What makes all objects: the classes named Beans, and nothing else of the root package. */
  private static final DescribedPredicate<JavaClass> WIRING =
      resideInAnyPackage("org.datareload").and(nameOf(".*Beans"));

  /** Never packaged: it runs servers of its own. */
  private static final DescribedPredicate<JavaClass> DEMO = resideInAnyPackage("..demo..");

  @ArchTest
  static final ArchRule onlyRoutesAndWiringKnowCamel =
      onlyKnow(WIRING.or(resideInAnyPackage("..route..")), "org.apache.camel..");

  @ArchTest
  static final ArchRule onlyTheStoreAndWiringKnowTheAwsSdk =
      onlyKnow(WIRING.or(DEMO).or(resideInAnyPackage("..store..")), "software.amazon..");

  @ArchTest
  static final ArchRule onlyStatementsAndWiringKnowJdbc =
      onlyKnow(WIRING.or(nameOf(".*Sql")), "java.sql..", "javax.sql..", "org.jdbi..");

  @ArchTest
  static final ArchRule onlyTheDatabaseTellsTheTimeOfExecutions =
      noClasses()
          .that(resideInAnyPackage("..execution..", "..transfer..", "..publication.."))
          .should()
          .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule importsPointUpstream =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("dataset")
          .definedBy("..dataset..")
          .layer("store")
          .definedBy("..store..")
          .layer("access")
          .definedBy("..access..")
          .layer("landing")
          .definedBy("..landing..")
          .layer("execution")
          .definedBy("..execution..")
          .layer("transfer")
          .definedBy("..transfer..")
          .layer("publication")
          .definedBy("..publication..")
          .layer("mail")
          .definedBy("..mail..")
          .layer("http")
          .definedBy("..http..")
          .layer("route")
          .definedBy("..route..")
          .layer("wiring")
          .definedBy("org.datareload")
          .layer("demo")
          .definedBy("..demo..")
          .whereLayer("demo")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("wiring")
          .mayOnlyBeAccessedByLayers("demo")
          .whereLayer("route")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("route", "wiring", "demo")
          .whereLayer("mail")
          .mayOnlyBeAccessedByLayers("http", "route", "wiring", "demo")
          .whereLayer("publication")
          .mayOnlyBeAccessedByLayers("mail", "http", "route", "wiring", "demo")
          .whereLayer("transfer")
          .mayOnlyBeAccessedByLayers("publication", "mail", "http", "route", "wiring", "demo")
          .whereLayer("execution")
          .mayOnlyBeAccessedByLayers(
              "transfer", "publication", "mail", "http", "route", "wiring", "demo")
          .whereLayer("landing")
          .mayOnlyBeAccessedByLayers(
              "execution", "transfer", "publication", "mail", "http", "route", "wiring", "demo")
          .whereLayer("access")
          .mayOnlyBeAccessedByLayers("mail", "http", "route", "wiring", "demo");

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
