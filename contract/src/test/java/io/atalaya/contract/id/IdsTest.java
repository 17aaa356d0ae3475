package io.atalaya.contract.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "lobby", "front-door-2", "a--b", "0-"})
  void takes_what_the_grammar_allows(String id) {
    assertEquals(id, new CameraId(id).value());
    assertEquals(id, new TenantId(id).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-a", "A", "a_b", "a.b", "a/b", "../a", "a b", "á", "a\n", "a\0", "%61", "a\u200b"
      })
  void refuses_everything_else_and_names_the_field(String id) {
    var refused = assertThrows(DomainException.class, () -> new CameraId(id));
    var error = assertInstanceOf(DomainError.Invalid.class, refused.error());
    assertEquals("validation_failed", error.code().code());
    assertEquals("cameraId", error.violations().getFirst().field());
  }

  @Test
  void takes_63_characters_and_no_more() {
    assertEquals(63, new TenantId("a".repeat(63)).value().length());
    assertThrows(DomainException.class, () -> new TenantId("a".repeat(64)));
  }

  @Test
  void the_same_camera_id_in_two_tenants_is_two_streams() {
    var lobby = new CameraId("lobby");
    var acme = new StreamKey(new TenantId("acme"), lobby);
    var globex = new StreamKey(new TenantId("globex"), lobby);
    assertNotEquals(acme, globex);
    assertEquals("acme/lobby", acme.toString());
  }

  @Test
  void a_session_id_has_one_spelling() {
    var id = UUID.fromString("0190b1c2-7e5a-7c3d-9a1b-00000000000a");
    assertEquals(new SessionId(id), SessionId.parse(id.toString()));
    assertThrows(DomainException.class, () -> SessionId.parse("1-2-3-4-5"));
    assertThrows(
        DomainException.class, () -> SessionId.parse("0190B1C2-7E5A-7C3D-9A1B-00000000000A"));
    assertThrows(DomainException.class, () -> SessionId.parse("lobby"));
  }
}
