package io.atalaya.api.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ApiClient.Answer;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.TenantId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class SignInTest {
  private static final String LOGIN = "/api/v1/auth/login";
  private static final String ME = "/api/v1/me";

  @TestHTTPResource URI base;
  @Inject Database database;

  @Test
  void the_first_administrator_signs_in_and_may_do_everything() {
    Answer me = ApiClient.at(base).asPlatformAdmin().get(ME);
    assertEquals("platform_admin", me.body().path("role").asText());
    assertFalse(me.body().has("tenantId"));
    assertTrue(
        StreamSupport.stream(me.body().path("permissions").spliterator(), false)
            .anyMatch(action -> action.asText().equals("tenant_manage")));
  }

  @Test
  void a_tenants_administrator_is_told_who_they_are() {
    Answer me = ApiClient.at(base).asAdminOf("signin").get(ME);
    assertEquals("tenant_owner", me.body().path("role").asText());
    assertEquals("signin", me.body().path("tenantId").asText());
    assertEquals("admin", me.body().path("username").asText());
  }

  @Test
  void the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    ApiClient.at(base).asAdminOf("signin");
    Answer answer = ApiClient.at(base).post(LOGIN, login("signin", "password-of-signin"));
    String cookie = answer.header("Set-Cookie");
    assertTrue(cookie.contains("HttpOnly"), cookie);
    assertTrue(cookie.contains("SameSite=Strict"), cookie);
    assertTrue(cookie.contains("Path=/"), cookie);
  }

  @Test
  void whatever_is_wrong_the_refusal_is_the_same() {
    ApiClient.at(base).asAdminOf("signin");
    Answer password = ApiClient.at(base).post(LOGIN, login("signin", "wrong-password"));
    Answer tenant = ApiClient.at(base).post(LOGIN, login("no-such-tenant", "wrong-password"));
    Answer user =
        ApiClient.at(base)
            .post(
                LOGIN,
                "{\"tenantId\":\"signin\",\"username\":\"nobody\",\"password\":\"wrong-password\"}");
    assertEquals(401, password.status());
    assertEquals("invalid_credentials", password.code());
    assertEquals(password.body(), tenant.body());
    assertEquals(password.body(), user.body());
  }

  @Test
  void guessing_is_paused_for_that_account_only() {
    ApiClient.at(base).asAdminOf("guessed");
    ApiClient.at(base).asAdminOf("not-guessed");
    for (int i = 0; i < LoginThrottle.MAX_FAILURES; i++) {
      assertEquals(401, ApiClient.at(base).post(LOGIN, login("guessed", "wrong" + i)).status());
    }
    Answer paused = ApiClient.at(base).post(LOGIN, login("guessed", "password-of-guessed"));
    assertEquals(429, paused.status());
    assertEquals("too_many_requests", paused.code());
    assertTrue(Integer.parseInt(paused.header("Retry-After")) > 0);
    ApiClient.at(base).asAdminOf("not-guessed");
  }

  @Test
  void signing_out_ends_the_sign_in_and_is_idempotent() {
    ApiClient admin = ApiClient.at(base).asAdminOf("signin");
    assertEquals(204, admin.post("/api/v1/auth/logout", null).status());
    assertEquals(204, admin.post("/api/v1/auth/logout", null).status());
    assertEquals(401, admin.get(ME).status());
    assertEquals(204, ApiClient.at(base).post("/api/v1/auth/logout", null).status());
  }

  @Test
  void an_idle_sign_in_ends_and_a_used_one_slides() {
    ApiClient admin = ApiClient.at(base).asAdminOf("idle");
    age("idle", "1 minute");
    assertEquals(200, admin.get(ME).status());
    boolean renewed =
        database.inTenant(
            new TenantId("idle"),
            handle ->
                handle
                    .createQuery(
                        """
                        select bool_and(expires_at > now() + interval '11 hours')
                        from login_session
                        """)
                    .mapTo(Boolean.class)
                    .one());
    assertTrue(renewed);
    age("idle", "-1 second");
    assertEquals(401, admin.get(ME).status());
  }

  private void age(String tenant, String left) {
    database.inTenant(
        new TenantId(tenant),
        handle ->
            handle.execute("update login_session set expires_at = now() + ?::interval", left));
  }

  @Test
  void another_sites_page_can_change_nothing_with_the_browsers_cookie() {
    ApiClient admin = ApiClient.at(base).asAdminOf("signin");
    String path = "/api/v1/api-keys";
    String body = "{\"name\":\"k\",\"role\":\"viewer\"}";
    assertEquals(
        "cross_site_request", admin.with("Sec-Fetch-Site", "cross-site").post(path, body).code());
    assertEquals(
        "cross_site_request", admin.with("Sec-Fetch-Site", "same-site").post(path, body).code());
    assertEquals(
        "cross_site_request", admin.with("Origin", "https://evil.example").post(path, body).code());
    assertEquals("cross_site_request", admin.with("Origin", "null").post(path, body).code());
    assertEquals(
        "cross_site_request",
        ApiClient.at(base)
            .with("Sec-Fetch-Site", "cross-site")
            .post(LOGIN, login("signin", "password-of-signin"))
            .code());
    String own = "http://" + base.getAuthority();
    assertEquals(201, admin.with("Origin", own).post(path, body).status());
    assertEquals(201, admin.with("Sec-Fetch-Site", "same-origin").post(path, body).status());
    assertEquals(200, admin.with("Sec-Fetch-Site", "cross-site").get(path).status());
  }

  @Test
  void an_api_key_acts_for_its_tenant_until_it_is_taken_back() {
    ApiClient admin = ApiClient.at(base).asAdminOf("keys");
    Answer made = admin.post("/api/v1/api-keys", "{\"name\":\"robot\",\"role\":\"tenant_admin\"}");
    assertEquals(201, made.status(), made.toString());
    String key = made.body().path("key").asText();
    assertTrue(key.startsWith("atk_keys_"), "names its tenant");
    ApiClient robot = ApiClient.at(base).with("Authorization", "Bearer " + key);
    assertEquals("keys", robot.get(ME).body().path("tenantId").asText());
    assertFalse(robot.get("/api/v1/api-keys").toString().contains(key), "shown once");
    assertEquals(
        401, ApiClient.at(base).with("Authorization", "Bearer " + key + "x").get(ME).status());

    String keyId = made.body().path("keyId").asText();
    assertEquals(204, admin.delete("/api/v1/api-keys/" + keyId).status());
    assertEquals("api_key_not_found", admin.delete("/api/v1/api-keys/" + keyId).code());
    assertEquals(401, robot.get(ME).status());
  }

  @Test
  void a_bad_bearer_is_not_saved_by_a_good_cookie() {
    ApiClient admin = ApiClient.at(base).asAdminOf("signin");
    assertEquals(401, admin.with("Authorization", "Bearer atk_signin_x").get(ME).status());
    assertEquals(401, admin.with("Authorization", "Basic YTpi").get(ME).status());
  }

  @Test
  void secrets_are_kept_as_hashes_only() {
    ApiClient admin = ApiClient.at(base).asAdminOf("hashed");
    admin.post("/api/v1/api-keys", "{\"name\":\"k\",\"role\":\"viewer\"}");
    String rows =
        database.inTenant(
            new TenantId("hashed"),
            handle ->
                handle
                    .createQuery(
                        """
                        select (select string_agg(u::text, ' ') from app_user u)
                          || (select string_agg(k::text, ' ') from api_key k)
                          || (select string_agg(l::text, ' ') from login_session l)
                        """)
                    .mapTo(String.class)
                    .one());
    assertTrue(rows.contains("$argon2id$v=19$m=19456,t=2,p=1$"), rows);
    assertFalse(rows.contains("password-of-hashed"), rows);
    assertFalse(rows.contains("atk_"), rows);
  }

  @Test
  void a_changed_password_signs_out_everywhere() {
    ApiClient admin = ApiClient.at(base).asAdminOf("changed");
    String user =
        admin
            .post(
                "/api/v1/users",
                "{\"username\":\"ana\",\"password\":\"first-password\",\"role\":\"viewer\"}")
            .body()
            .path("userId")
            .asText();
    ApiClient ana = ApiClient.at(base).signedIn("changed", "ana", "first-password");
    assertEquals(200, ana.get(ME).status());
    assertEquals(
        200, admin.patch("/api/v1/users/" + user, "{\"password\":\"second-password\"}").status());
    assertEquals(401, ana.get(ME).status());
    ApiClient.at(base).signedIn("changed", "ana", "second-password");
  }

  @Test
  void a_deleted_user_is_out_at_once() {
    ApiClient admin = ApiClient.at(base).asAdminOf("deleted");
    String user =
        admin
            .post(
                "/api/v1/users",
                "{\"username\":\"eva\",\"password\":\"eva-password\",\"role\":\"viewer\"}")
            .body()
            .path("userId")
            .asText();
    ApiClient eva = ApiClient.at(base).signedIn("deleted", "eva", "eva-password");
    assertEquals(204, admin.delete("/api/v1/users/" + user).status());
    assertEquals(401, eva.get(ME).status());
    assertEquals("user_not_found", admin.get("/api/v1/users/" + user).code());
  }

  @Test
  void a_viewer_manages_nothing_and_nobody_of_a_tenant_becomes_the_platforms() {
    ApiClient admin = ApiClient.at(base).asAdminOf("roles");
    admin.post(
        "/api/v1/users", "{\"username\":\"vi\",\"password\":\"vi-password\",\"role\":\"viewer\"}");
    ApiClient viewer = ApiClient.at(base).signedIn("roles", "vi", "vi-password");
    assertEquals("permission_denied", viewer.get("/api/v1/users").code());
    assertEquals("permission_denied", viewer.get("/api/v1/api-keys").code());
    assertEquals("permission_denied", viewer.get("/api/v1/tenants").code());
    assertEquals("permission_denied", admin.get("/api/v1/tenants").code());
    assertEquals(
        "permission_denied",
        admin
            .post(
                "/api/v1/users",
                "{\"username\":\"x\",\"password\":\"x-password\",\"role\":\"platform_admin\"}")
            .code());
    assertEquals(
        "permission_denied",
        admin.post("/api/v1/api-keys", "{\"name\":\"x\",\"role\":\"platform_admin\"}").code());
  }

  @Test
  void the_platform_acts_in_the_tenant_it_names_and_others_in_their_own_only() {
    ApiClient.at(base).asAdminOf("acting");
    ApiClient platform = ApiClient.at(base).asPlatformAdmin();
    assertEquals("tenant_required", platform.get("/api/v1/users").code());
    assertEquals(200, platform.with("Tenant-Id", "acting").get("/api/v1/users").status());
    assertEquals(200, platform.get("/api/v1/users?tenantId=acting").status());
    assertEquals(
        "tenant_not_found", platform.with("Tenant-Id", "nowhere").get("/api/v1/users").code());
    ApiClient other = ApiClient.at(base).asAdminOf("acting-2");
    assertEquals("tenant_not_found", other.with("Tenant-Id", "acting").get("/api/v1/users").code());
    assertEquals(200, other.with("Tenant-Id", "acting-2").get("/api/v1/users").status());
  }

  @Test
  void the_published_keys_are_public_keys_only() {
    Answer keys = ApiClient.at(base).get("/.well-known/jwks.json");
    assertEquals(200, keys.status());
    assertTrue(keys.body().path("keys").size() >= 1, keys.toString());
    assertEquals("Ed25519", keys.body().path("keys").path(0).path("crv").asText());
    assertNull(keys.body().path("keys").path(0).get("d"));
  }

  private static String login(String tenant, String password) {
    return "{\"tenantId\":\"%s\",\"username\":\"admin\",\"password\":\"%s\"}"
        .formatted(tenant, password);
  }
}
