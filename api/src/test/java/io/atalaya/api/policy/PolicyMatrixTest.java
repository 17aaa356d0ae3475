package io.atalaya.api.policy;

import static io.atalaya.api.identity.Role.API_CLIENT;
import static io.atalaya.api.identity.Role.AUDITOR;
import static io.atalaya.api.identity.Role.OPERATOR;
import static io.atalaya.api.identity.Role.PLATFORM_ADMIN;
import static io.atalaya.api.identity.Role.PLATFORM_SUPPORT;
import static io.atalaya.api.identity.Role.TENANT_ADMIN;
import static io.atalaya.api.identity.Role.TENANT_OWNER;
import static io.atalaya.api.identity.Role.VIEWER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.Role;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.id.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class PolicyMatrixTest {
  private static final Path FILE = Path.of("src/main/resources/policy/matrix.csv");
  private static final Path DOCUMENT = Path.of("../docs/ref/policy.md");
  private static final int VERSION = 6;

  /** Written by hand from what the roles are for; deliberately not derived from the file. */
  private static final Map<Action, Set<Role>> EXPECTED = new EnumMap<>(Action.class);

  static {
    Set<Role> people = EnumSet.complementOf(EnumSet.of(API_CLIENT));
    Set<Role> everybody = EnumSet.allOf(Role.class);
    Set<Role> readsTheTenant =
        EnumSet.of(PLATFORM_ADMIN, PLATFORM_SUPPORT, TENANT_OWNER, TENANT_ADMIN, AUDITOR);
    Set<Role> runsTheTenant = EnumSet.of(PLATFORM_ADMIN, TENANT_OWNER, TENANT_ADMIN);
    EXPECTED.put(Action.TENANT_READ, readsTheTenant);
    EXPECTED.put(Action.TENANT_READ_ALL, EnumSet.of(PLATFORM_ADMIN, PLATFORM_SUPPORT));
    EXPECTED.put(Action.TENANT_MANAGE, EnumSet.of(PLATFORM_ADMIN));
    EXPECTED.put(Action.PLATFORM_USER_MANAGE, EnumSet.of(PLATFORM_ADMIN));
    EXPECTED.put(Action.PLAN_READ, readsTheTenant);
    EXPECTED.put(Action.PLAN_MANAGE, EnumSet.of(PLATFORM_ADMIN));
    EXPECTED.put(Action.GATEWAY_READ, EnumSet.of(PLATFORM_ADMIN, PLATFORM_SUPPORT));
    EXPECTED.put(Action.SIGNING_KEY_MANAGE, EnumSet.of(PLATFORM_ADMIN));
    EXPECTED.put(Action.USER_READ, readsTheTenant);
    EXPECTED.put(Action.USER_MANAGE, runsTheTenant);
    EXPECTED.put(Action.OWNER_MANAGE, EnumSet.of(PLATFORM_ADMIN, TENANT_OWNER));
    EXPECTED.put(Action.API_KEY_READ, readsTheTenant);
    EXPECTED.put(Action.API_KEY_MANAGE, runsTheTenant);
    EXPECTED.put(Action.CAMERA_READ, everybody);
    EXPECTED.put(
        Action.CAMERA_MANAGE,
        EnumSet.of(PLATFORM_ADMIN, TENANT_OWNER, TENANT_ADMIN, OPERATOR, API_CLIENT));
    EXPECTED.put(
        Action.HEALTH_SYNC,
        EnumSet.of(
            PLATFORM_ADMIN, PLATFORM_SUPPORT, TENANT_OWNER, TENANT_ADMIN, OPERATOR, API_CLIENT));
    EXPECTED.put(
        Action.STREAM_WATCH,
        EnumSet.of(PLATFORM_ADMIN, TENANT_OWNER, TENANT_ADMIN, OPERATOR, VIEWER, API_CLIENT));
    EXPECTED.put(Action.SESSION_READ, everybody);
    EXPECTED.put(
        Action.SESSION_READ_ALL,
        people.stream().filter(role -> role != VIEWER).collect(Collectors.toSet()));
    EXPECTED.put(Action.SESSION_END, EnumSet.complementOf(EnumSet.of(AUDITOR)));
    EXPECTED.put(
        Action.SESSION_END_ALL,
        EnumSet.of(PLATFORM_ADMIN, PLATFORM_SUPPORT, TENANT_OWNER, TENANT_ADMIN, OPERATOR));
    EXPECTED.put(Action.USAGE_READ, everybody);
    EXPECTED.put(Action.POLICY_SIMULATE, readsTheTenant);
    EXPECTED.put(Action.AUDIT_READ, readsTheTenant);
    EXPECTED.put(Action.EVENT_READ, everybody);
    EXPECTED.put(Action.WEBHOOK_READ, readsTheTenant);
    EXPECTED.put(Action.WEBHOOK_MANAGE, runsTheTenant);
  }

  private final Policy policy = new Policy();

  @TestFactory
  @DisplayName("each cell of the matrix says what the role is for")
  Stream<DynamicTest> each_cell() {
    return Arrays.stream(Action.values())
        .flatMap(action ->
            Arrays.stream(Role.values())
                .map(role ->
                    DynamicTest.dynamicTest(
                        role + " × " + action,
                        () ->
                            assertEquals(
                                EXPECTED.getOrDefault(action, Set.of()).contains(role),
                                policy.allows(role, action)))));
  }

  @Test
  void a_change_of_a_cell_is_a_new_version() {
    // The cells above were written for this version: who changes one, changes both.
    assertEquals(VERSION, policy.version());
  }

  @Test
  void what_is_not_permitted_is_refused_with_the_action_by_name() {
    var viewer = caller(VIEWER);
    policy.require(viewer, Action.STREAM_WATCH);
    var refused =
        assertThrows(DomainException.class, () -> policy.require(viewer, Action.CAMERA_MANAGE));
    assertEquals("permission_denied", refused.error().code().code());
    assertEquals(Map.of("action", "camera_manage"), refused.error().details());
  }

  @Test
  @DisplayName("nobody has power over a role that may do what they may not")
  void nobody_grants_a_role_above_their_own() {
    Map<Role, Set<Role>> grants = new EnumMap<>(Role.class);
    Set<Role> below = EnumSet.of(TENANT_ADMIN, OPERATOR, VIEWER, AUDITOR, API_CLIENT);
    grants.put(TENANT_ADMIN, below);
    grants.put(TENANT_OWNER, EnumSet.copyOf(below));
    grants.get(TENANT_OWNER).add(TENANT_OWNER);
    for (Role role : List.of(TENANT_OWNER, TENANT_ADMIN)) {
      for (Role other : Role.values()) {
        assertEquals(
            grants.get(role).contains(other), mayGrant(role, other), role + " grants " + other);
      }
    }
    for (Role role : Role.values()) {
      assertTrue(mayGrant(PLATFORM_ADMIN, role), role.toString());
      if (role != PLATFORM_ADMIN) {
        assertFalse(mayGrant(role, PLATFORM_ADMIN), role.toString());
      }
    }
  }

  @TestFactory
  @DisplayName("a matrix with a mistake is refused in one line that says where")
  Stream<DynamicTest> a_mistake_is_refused() throws IOException {
    String good = Files.readString(FILE);
    record Mistake(String name, String from, String to, String message) {}
    return Stream.of(
            new Mistake("an unknown action", "\ncamera_read,", "\ncamera_raed,", "camera_raed"),
            new Mistake("an unknown role", " viewer,", " veiwer,", "veiwer"),
            new Mistake("a missing role", " auditor,", "", "does not name the role auditor"),
            new Mistake("a role twice", " auditor,", " auditor, auditor,", "auditor twice"),
            new Mistake("a missing action", "\nusage_read,", "\n#", "action usage_read"),
            new Mistake("an action twice", "\nplan_read,", "\nplan_manage,", "plan_manage twice"),
            new Mistake("a missing cell", "\nplan_read,            yes,", "\nplan_read,", "cells"),
            new Mistake(
                "another word", "\nplan_read,            yes,", "\nplan_read, y,", "cell y "),
            new Mistake("an empty cell", "\nplan_read,            yes,", "\nplan_read,,", "cell  "),
            new Mistake("no meaning", "See the plans there are", "", "plan_read means"),
            new Mistake("no version", "version, 6", "", "must be: version"),
            new Mistake("version 0", "version, 6", "version, 0", "must be: version"),
            new Mistake("no header", "\naction, ", "\n#", "must be: action"))
        .map(mistake ->
            DynamicTest.dynamicTest(
                mistake.name,
                () -> {
                  String bad = good.replace(mistake.from, mistake.to);
                  assertFalse(bad.equals(good), "the mistake was not made");
                  String message =
                      assertThrows(IllegalStateException.class, () -> PolicyMatrix.parse(bad))
                          .getMessage();
                  assertTrue(message.contains(mistake.message), message);
                  assertEquals(1, message.lines().count(), message);
                }));
  }

  @Test
  void an_empty_matrix_is_refused() {
    assertThrows(IllegalStateException.class, () -> PolicyMatrix.parse(""));
  }

  @Test
  @DisplayName("the printed matrix is the one that decides")
  void the_printed_matrix_is_the_one_that_decides() throws IOException {
    String printed = printed(PolicyMatrix.shipped());
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(DOCUMENT, printed);
    }
    assertEquals(
        Files.readString(DOCUMENT),
        printed,
        "docs/ref/policy.md is stale: run this test with -Ddocs.update=true");
  }

  private String printed(PolicyMatrix matrix) {
    var out = new StringBuilder();
    out.append("# Who may do what\n\n");
    out.append("Version ").append(matrix.version()).append(". ");
    out.append("Printed by `PolicyMatrixTest` from `api/src/main/resources/policy/matrix.csv`, ");
    out.append("which the api reads at start; do not edit.\n");
    out.append("Every endpoint needs one action; an empty cell means `403 permission_denied`. ");
    out.append("People of the platform act in any tenant, all others in their own.\n");
    out.append("Nobody gives, changes or takes away a role that may do what they may not. ");
    out.append("An API key is an `api_client` unless it is made with another role.\n\n");
    List<Role> roles = List.of(Role.values());
    row(out, "action", roles.stream().map(role -> "`" + role + "`"), "lets one");
    row(out, "---", roles.stream().map(_ -> ":-:"), "---");
    matrix
        .meanings()
        .forEach((action, meaning) ->
            row(
                out,
                "`" + action + "`",
                roles.stream().map(role -> policy.allows(role, action) ? "✓" : " "),
                meaning));
    return out.toString();
  }

  private static void row(StringBuilder out, String first, Stream<String> cells, String last) {
    out.append("| ").append(first).append(" | ");
    out.append(cells.collect(Collectors.joining(" | "))).append(" | ");
    out.append(last).append(" |\n");
  }

  private boolean mayGrant(Role role, Role other) {
    try {
      policy.requireMayGrant(caller(role), other);
      return true;
    } catch (DomainException refused) {
      assertEquals("permission_denied", refused.error().code().code());
      assertEquals(Map.of("role", other.toString()), refused.error().details());
      return false;
    }
  }

  private static Caller caller(Role role) {
    Optional<TenantId> tenant = Optional.of(new TenantId("acme"));
    return new Caller(
        Caller.Kind.PERSON,
        new UUID(0, 1),
        "somebody",
        "Somebody",
        role,
        role.isPlatform() ? Optional.empty() : tenant,
        tenant);
  }
}
