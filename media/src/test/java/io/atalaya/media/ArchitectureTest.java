package io.atalaya.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses MEDIA =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.atalaya.media");

  @Test
  @DisplayName("media imports the platform and libraries of its own field only")
  void media_imports_the_platform_and_libraries_of_its_own_field_only() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.atalaya.media..",
            "java..",
            "org.slf4j..",
            "org.jspecify..",
            "io.netty.buffer..",
            "io.netty.util..")
        .because("it is a library: it knows no tenant, no HTTP server and no framework")
        .check(MEDIA);
  }

  @Test
  @DisplayName("packages import leftward only: codec, fmp4, live, hls")
  void packages_import_leftward_only() {
    noClasses()
        .that()
        .resideInAPackage("..codec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..fmp4..", "..live..", "..hls..")
        .because("a codec is the same in any container")
        .check(MEDIA);
    noClasses()
        .that()
        .resideInAPackage("..fmp4..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..live..", "..hls..")
        .because("a chunk does not know what becomes of it")
        .check(MEDIA);
    noClasses()
        .that()
        .resideInAPackage("..live..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..hls..")
        .because("playlists are one way to show a stream, not part of it")
        .check(MEDIA);
  }

  @Test
  @DisplayName("time comes from a constructor argument")
  void time_comes_from_a_constructor_argument() {
    noClasses()
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .because("a test sets the clock")
        .check(MEDIA);
  }
}
