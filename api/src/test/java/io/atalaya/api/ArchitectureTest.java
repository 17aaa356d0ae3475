package io.atalaya.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.atalaya.api.identity.WithoutCaller;
import io.atalaya.api.platform.Background;
import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.policy.Action;
import io.atalaya.api.policy.AnyCaller;
import io.atalaya.api.policy.Needs;
import io.atalaya.contract.id.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The directions of ARCHITECTURE that never turn, for the api. */
final class ArchitectureTest {
  private static final String ROOT = "io.atalaya.api.";

  /** Each imports only what stands to its left. */
  private static final List<String> FEATURES =
      List.of(
          "platform",
          "tenant",
          "identity",
          "policy",
          "audit",
          "event",
          "webhook",
          "camera",
          "session",
          "health",
          "web");

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.atalaya.api");

  @Test
  void every_package_is_a_known_feature() {
    Set<String> packages =
        CODE.stream()
            .map(type -> type.getPackageName().substring(ROOT.length()))
            .collect(Collectors.toSet());
    assertTrue(FEATURES.containsAll(packages), "unknown features: " + packages);
    assertTrue(packages.size() >= 5, "found too little: " + packages);
  }

  @Test
  void features_import_leftward_only() {
    for (int i = 0; i < FEATURES.size(); i++) {
      String[] right =
          FEATURES.subList(i + 1, FEATURES.size()).stream()
              .map(feature -> ROOT + feature + "..")
              .toArray(String[]::new);
      if (right.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(ROOT + FEATURES.get(i) + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(right)
            .because("what a feature stands on must not know it: %s".formatted(FEATURES))
            .allowEmptyShould(true)
            .check(CODE);
      }
    }
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void the_api_and_the_gateway_never_meet() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.atalaya.gateway..", "io.atalaya.media..", "io.atalaya.launcher..")
        .because("they share the contract only, so that either can be replaced")
        .check(CODE);
  }

  @Test
  void a_feature_sees_anothers_door_never_its_store_or_resource() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Store")
        .should()
        .bePackagePrivate()
        .because("only the feature itself may touch its rows")
        .check(CODE);
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Resource")
        .should()
        .dependOnClassesThat(
            simpleNameEndingWith("Resource").and(resideInAnyPackage("io.atalaya.api..")))
        .because("resources convert; nothing may build on them")
        .check(withoutNested("Resource"));
  }

  @Test
  void sql_is_in_stores_only() {
    noClasses()
        .that(
            areNot("Store")
                .and(areNot("Rows")) // what several stores of one table share: no query of its own
                .and(DescribedPredicate.not(resideInAnyPackage(ROOT + "platform"))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jdbi..", "java.sql..", "javax.sql..", "org.postgresql..")
        .because("one looks for SQL in stores, and scopes are easy to see there")
        .check(CODE);
  }

  @Test
  void http_is_in_resources_filters_and_platform_only() {
    noClasses()
        .that(
            areNot("Resource")
                .and(areNot("Filter"))
                .and(DescribedPredicate.not(resideInAnyPackage(ROOT + "platform"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.ws.rs..")
        .because("use cases are called by schedulers and tests too")
        .check(CODE);
  }

  @Test
  void clock_randomness_and_threads_are_made_in_platform_only() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "platform")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(SecureRandom.class)
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .callMethod(ThreadLocalRandom.class, "current")
        .orShould()
        .callConstructor(Thread.class, Runnable.class)
        .orShould()
        .callMethod(Thread.class, "startVirtualThread", Runnable.class)
        .orShould()
        .callMethod(Thread.class, "ofVirtual")
        .orShould()
        .callMethod(Thread.class, "ofPlatform")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Executors.class)
        .because("what is given can be replaced by a test; what is taken cannot")
        .check(CODE);
  }

  @Test
  void every_store_method_is_scoped_by_tenant_or_says_why_not() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .haveSimpleNameEndingWith("Store")
        .and()
        .areNotPrivate()
        .and()
        .areNotStatic() // these have no database
        .should(beScoped())
        .because("a query that forgot its tenant is how one tenant reads another's rows")
        .check(CODE);
  }

  @Test
  void resources_run_on_virtual_threads() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Resource")
        .and()
        .areAnnotatedWith(jakarta.ws.rs.Path.class)
        .should()
        .beAnnotatedWith(RunOnVirtualThread.class)
        .because("they block on the database")
        .check(CODE);
  }

  @Test
  void what_runs_by_the_clock_is_waited_for_at_the_end() {
    methods()
        .that()
        .areAnnotatedWith(Scheduled.class)
        .should()
        .beAnnotatedWith(Background.class)
        .andShould()
        .notBePrivate()
        .check(CODE);
  }

  @Test
  void only_known_resources_ask_nobody_to_sign_in() {
    Set<String> open =
        CODE.stream()
            .filter(type -> type.isAnnotatedWith(WithoutCaller.class))
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());
    open.removeAll(Set.of("AuthResource", "JwksResource", "GatewayResource"));
    assertEquals(Set.of(), open, "opened to everybody: is that so? Then name it here");
  }

  @Test
  void every_endpoint_names_the_action_it_needs() {
    assertEquals(Set.of(), withoutNeeds(CODE), "add @Needs, or @AnyCaller with its reason");
    assertTrue(endpoints(CODE).count() > 30, "found too few endpoints to be believed");
  }

  @Test
  void an_endpoint_that_names_no_action_is_found() {
    JavaClasses forgetful = new ClassFileImporter().importClasses(Forgetful.class, Open.class);
    assertEquals(Set.of("Forgetful.open", "Forgetful.twice"), withoutNeeds(forgetful));
  }

  /** What somebody in a hurry writes. */
  static class Forgetful {
    @GET
    public void open() {}

    @GET
    @AnyCaller("why not")
    public void said() {}

    @GET
    @Needs(Action.CAMERA_READ)
    @AnyCaller("which of the two?")
    public void twice() {}
  }

  @WithoutCaller("nobody is asked")
  static final class Open {
    @GET
    public void open() {}
  }

  private static Set<String> withoutNeeds(JavaClasses code) {
    return endpoints(code)
        .filter(method -> !method.getOwner().isAnnotatedWith(WithoutCaller.class))
        .filter(method ->
            method.isAnnotatedWith(Needs.class) == method.isAnnotatedWith(AnyCaller.class))
        .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
        .collect(Collectors.toSet());
  }

  /** Whatever has an annotation that JAX-RS (3.3) takes for an HTTP method. */
  private static Stream<JavaMethod> endpoints(JavaClasses code) {
    return code.stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class));
  }

  private static ArchCondition<JavaMethod> beScoped() {
    return new ArchCondition<>("take the TenantId first or carry @CrossTenant") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean isSynthetic =
            method.getModifiers().contains(JavaModifier.SYNTHETIC)
                || method.getName().startsWith("lambda$");
        boolean scoped =
            method.isAnnotatedWith(CrossTenant.class)
                || (!method.getRawParameterTypes().isEmpty()
                    && method.getRawParameterTypes().getFirst().isEquivalentTo(TenantId.class));
        if (!isSynthetic && !scoped) {
          events.add(SimpleConditionEvent.violated(method, method.getFullName()));
        }
      }
    };
  }

  /** Nested types count as part of the type they are in. */
  private static DescribedPredicate<JavaClass> areNot(String suffix) {
    return DescribedPredicate.describe(
        "are no " + suffix, type -> !outermost(type).getSimpleName().endsWith(suffix));
  }

  private static JavaClasses withoutNested(String suffix) {
    return CODE.that(
        DescribedPredicate.describe(
            "not inside a " + suffix,
            type -> type == outermost(type) || !outermost(type).getSimpleName().endsWith(suffix)));
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass at = type;
    while (at.getEnclosingClass().isPresent()) {
      at = at.getEnclosingClass().get();
    }
    return at;
  }

  /**
   * A join may ask a subselect again for each row, and one that passes over what is locked, or just
   * deleted, then finds others: what a batch takes is chosen once, in {@code with … as
   * materialized}.
   */
  @Test
  void what_a_batch_locks_is_no_subselect_of_a_condition() throws IOException {
    var subselect =
        Pattern.compile("\\bin \\(\\s*select((?!\"\"\").)*?skip locked", Pattern.DOTALL);
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(subselect.matcher(Files.readString(file)).find(), file::toString);
      }
    }
  }
}
