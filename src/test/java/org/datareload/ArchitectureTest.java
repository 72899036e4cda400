package org.datareload;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The three walls, and the direction in which packages may know each other. */
@AnalyzeClasses(packages = "org.datareload", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> ROOT = resideInAnyPackage("org.datareload");
  private static final DescribedPredicate<JavaClass> DEMO = resideInAnyPackage("..demo..");

  @ArchTest
  static final ArchRule onlyRoutesAndWiringKnowCamel =
      noClasses()
          .that(DescribedPredicate.not(ROOT.or(DEMO).or(resideInAnyPackage("..route.."))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule onlyTheStoreAndWiringKnowTheAwsSdk =
      noClasses()
          .that(DescribedPredicate.not(ROOT.or(DEMO).or(resideInAnyPackage("..store.."))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");

  /** Services are handed an open database, and hand it to their statements at once. */
  @ArchTest
  static final ArchRule onlyStatementsAndWiringKnowJdbc =
      noClasses()
          .that(DescribedPredicate.not(ROOT.or(DEMO).or(statements())))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..")
                  .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("Jdbi"))));

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

  private static DescribedPredicate<JavaClass> statements() {
    return simpleNameEndingWith("Sql")
        .or(
            DescribedPredicate.describe(
                "belong to statements",
                type ->
                    type.getEnclosingClass()
                        .map(outer -> outer.getSimpleName().endsWith("Sql"))
                        .orElse(false)));
  }
}
