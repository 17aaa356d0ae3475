package io.atalaya.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GatewayArchitectureTest {
  private static final String ROOT = "io.atalaya.gateway";
  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  @DisplayName("the gateway knows neither the api nor a database")
  void noApi() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.atalaya.api..", "java.sql..", "javax.sql..", "org.jdbi..")
        .because("the program that parses hostile bytes shares only the contract with the api")
        .check(GATEWAY);
  }

  @Test
  @DisplayName("nobody outside engine names an engine class, and an engine knows its SPI only")
  void engines() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".engine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".engine.*..")
        .because("engines are exchanged behind the SPI")
        .check(GATEWAY);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".ingest..", ROOT + ".delivery..", ROOT + ".provisioning..")
        .because("retry, state and viewers are the caller's business")
        .check(GATEWAY);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".engine.inprocess..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".engine.ffmpeg..", "io.atalaya.media.live..", "io.atalaya.media.hls..")
        .because(
            "an engine makes chunks, and knows neither another engine nor what becomes of them")
        .check(GATEWAY);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".engine.ffmpeg..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".engine.inprocess..", "io.atalaya.media.live..", "io.atalaya.media.hls..")
        .because(
            "an engine makes chunks, and knows neither another engine nor what becomes of them")
        .check(GATEWAY);
  }

  @Test
  @DisplayName("platform ◀ engine ◀ ingest ◀ delivery, provisioning: no import turns back")
  void directions() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".platform..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".engine..", ROOT + ".ingest..", ROOT + ".delivery..", ROOT + ".provisioning..")
        .because("what everything stands on stands on nothing")
        .check(GATEWAY);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".ingest..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".delivery..", ROOT + ".provisioning..")
        .because("a camera runs the same whoever asks for it, and whoever watches")
        .check(GATEWAY);
    slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .because("a feature can be read, and thrown away, by itself")
        .check(GATEWAY);
  }

  @Test
  @DisplayName("clock, randomness and threads come from platform")
  void world() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".platform..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .orShould()
        .callMethod(Thread.class, "ofVirtual")
        .orShould()
        .callMethod(Thread.class, "ofPlatform")
        .orShould()
        .callMethod(Thread.class, "startVirtualThread", Runnable.class)
        .orShould()
        .callConstructor(java.util.Random.class)
        .orShould()
        .callConstructor(java.security.SecureRandom.class)
        .because("tests set the clock and the dice; threads have names and owners")
        .check(GATEWAY);
  }
}
