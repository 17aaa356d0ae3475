package io.atalaya.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
  @DisplayName("what reads a camera's protocols knows access units, and nothing of containers")
  void protocols_know_no_containers() {
    noClasses()
        .that()
        .resideInAnyPackage("..rtsp..", "..sdp..", "..rtp..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..fmp4..", "..live..", "..hls..")
        .because("access units are the waist: left of them protocols, right of them containers")
        .check(MEDIA);
    noClasses()
        .that()
        .resideInAPackage("..codec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..rtsp..", "..sdp..", "..rtp..")
        .because("a codec is the same over any protocol")
        .check(MEDIA);
    noClasses()
        .that()
        .resideInAnyPackage("..fmp4..", "..live..", "..hls..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..rtsp..", "..sdp..", "..rtp..")
        .because("a container does not know what brought its samples")
        .check(MEDIA);
    noClasses()
        .that()
        .resideInAPackage("io.atalaya.media.rtp")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..codec..", "..rtp.payload..", "..rtsp..", "..sdp..")
        .because("packets are numbered and timed the same whatever they carry")
        .check(MEDIA);
    slices()
        .matching("io.atalaya.media.(**)")
        .should()
        .beFreeOfCycles()
        .because("each package can be read by itself")
        .check(MEDIA);
  }

  @Test
  @DisplayName("no socket is opened here")
  void no_socket_is_opened_here() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.channels..")
        .because("what parses bytes does not know how they came")
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
