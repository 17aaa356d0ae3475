package io.atalaya.api.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ApiClient.Answer;
import io.atalaya.api.ProductDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class PlatformUsersTest {
  private static final String USERS = "/api/v1/platform-users";
  private static final String PASSWORD = "a-password-of-support";

  @TestHTTPResource URI base;
  private ApiClient admin;

  @BeforeEach
  void sign_in() {
    admin = ApiClient.at(base).asPlatformAdmin();
  }

  @Test
  void support_is_let_in_listed_and_shut_out_at_once() {
    Answer made = create("sue", "platform_support");
    assertEquals(201, made.status(), made.toString());
    assertEquals("platform_support", made.body().path("role").asText());
    assertFalse(made.toString().contains(PASSWORD));
    assertTrue(admin.get(USERS + "?limit=200").toString().contains("\"sue\""));
    ApiClient sue = ApiClient.at(base).signedIn(null, "sue", PASSWORD);
    assertEquals("platform_support", sue.get("/api/v1/me").body().path("role").asText());
    assertEquals("permission_denied", sue.get(USERS).code());
    String path = USERS + "/" + made.body().path("userId").asText();
    assertEquals("permission_denied", sue.delete(path).code());
    assertEquals(204, admin.delete(path).status());
    assertEquals("unauthenticated", sue.get("/api/v1/me").code());
    assertEquals("user_not_found", admin.delete(path).code());
  }

  @Test
  void a_name_is_taken_once_and_a_tenants_role_is_not_the_platforms() {
    assertEquals(201, create("una", "platform_admin").status());
    assertEquals("user_already_exists", create("una", "platform_support").code());
    for (Role role : Role.values()) {
      if (!role.isPlatform()) {
        assertEquals("validation_failed", create("una2", role.toString()).code());
      }
    }
  }

  @Test
  void nobody_removes_themselves_nor_somebody_of_a_tenant() {
    String self = admin.get("/api/v1/me").body().path("userId").asText();
    assertEquals("validation_failed", admin.delete(USERS + "/" + self).code());
    assertEquals(200, admin.get("/api/v1/me").status());
    ApiClient owner = ApiClient.at(base).asAdminOf("platform-users");
    String theirs = owner.get("/api/v1/me").body().path("userId").asText();
    assertEquals("user_not_found", admin.delete(USERS + "/" + theirs).code());
    assertEquals(200, owner.get("/api/v1/me").status());
  }

  private Answer create(String username, String role) {
    return admin.post(
        USERS,
        "{\"username\":\"%s\",\"password\":\"%s\",\"role\":\"%s\"}"
            .formatted(username, PASSWORD, role));
  }
}
