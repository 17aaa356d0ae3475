package io.atalaya.api.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.FailingStatements;
import io.atalaya.api.FailingStatements.Way;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.NeverBetween;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TenantRows;
import io.atalaya.api.TestSql;
import io.atalaya.api.platform.Database;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class SigningKeysTest {
  private static final String LIST = "/api/v1/signing-keys";
  private static final String ROTATE = LIST + ":rotate";

  /** What is signed here says nothing. */
  private record Claims(String said) {}

  @TestHTTPResource URI base;
  @Inject Database database;
  @Inject Jdbi jdbi;
  @Inject SigningKeys keys;
  private ApiClient admin;

  @BeforeEach
  void one_key_that_signs() {
    admin = ApiClient.at(base).asPlatformAdmin();
    allButTheNewestGone();
    assertEquals(List.of("current"), states());
  }

  @Test
  void a_rotation_publishes_first_then_signs_and_forgets_the_old_key_last() {
    String old = kid();
    assertEquals(200, admin.post(ROTATE, null).status());
    assertEquals(List.of("current", "next"), states());
    String next = item(1).path("kid").asText();
    assertEquals(Set.of(old, next), published(), "known to gateways before it signs");
    keys.follow();
    assertEquals(old, kid());

    signsSince(next, "1 second");
    keys.follow();
    assertEquals(next, kid(), "without a restart");
    assertEquals(Set.of(old, next), published(), "tokens of the old key are still out");
    assertEquals(List.of("retired", "current"), states());

    signsSince(next, "11 minutes");
    keys.follow();
    assertEquals(Set.of(next), published());
    assertEquals(List.of("current"), states());
    assertEquals(1, rows(), "the private half of the old key is gone too");
  }

  @Test
  void a_key_that_is_old_is_rotated_by_itself() {
    String old = kid();
    signsSince(old, "30 days");
    keys.follow();
    assertEquals(List.of("current", "next"), states());
    keys.follow();
    assertEquals(List.of("current", "next"), states(), "one is enough");
    assertEquals(old, kid());
  }

  @Test
  void however_many_rotate_at_once_make_one_key() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<java.util.concurrent.Future<ApiClient.Answer>>();
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> admin.post(ROTATE, null)));
      }
      var seen = new HashSet<String>();
      for (var answer : answers) {
        seen.add(answer.get().body().path("items").path(1).path("kid").asText());
      }
      assertEquals(1, seen.size(), seen.toString());
    }
    assertEquals(List.of("current", "next"), states());
  }

  @Test
  void a_rotation_that_fails_has_not_happened_and_the_old_key_signs_on() {
    failAtEachStatement(Way.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "REFUSED")
  @Tag("nightly")
  void a_rotation_whose_reply_is_lost_has_happened_or_not(Way way) {
    failAtEachStatement(way);
  }

  private void failAtEachStatement(Way way) {
    try (TestSql sql = TestSql.ofRunningApi();
        FailingStatements failing = FailingStatements.in(jdbi, sql)) {
      var halves =
          new NeverBetween(failing, new TenantRows(sql, "keys-none", List.of("signing_key")));
      halves.assertOf(
          "rotate",
          () -> {
            allButTheNewestGone();
            return () -> admin.post(ROTATE, null).status();
          },
          way);
      halves.assertOf(
          "forget one key and make another",
          () -> {
            allButTheNewestGone();
            String old = kid();
            admin.post(ROTATE, null);
            signsSince(item(1).path("kid").asText(), "30 days");
            signsSince(old, "31 days");
            return () -> {
              keys.follow();
              return 200;
            };
          },
          way);
      kid();
    }
  }

  @Test
  void the_list_holds_no_secrets_and_is_the_platforms() {
    JsonNode one = item(0);
    var names = new ArrayList<String>();
    one.fieldNames().forEachRemaining(names::add);
    assertEquals(List.of("kid", "state", "createdAt", "signsFrom"), names);
    ApiClient tenant = ApiClient.at(base).asAdminOf("keys-acme");
    assertEquals(403, tenant.get(LIST).status());
    assertEquals(403, tenant.post(ROTATE, null).status());
    assertEquals(401, ApiClient.at(base).post(ROTATE, null).status());
    assertNotEquals(0, published().size());
    assertFalse(keys.toString().contains("PRIVATE"));
  }

  private JsonNode item(int index) {
    return admin.get(LIST).body().path("items").path(index);
  }

  private List<String> states() {
    var states = new ArrayList<String>();
    admin.get(LIST).body().path("items").forEach(key -> states.add(key.path("state").asText()));
    return states;
  }

  private Set<String> published() {
    var kids = new HashSet<String>();
    ApiClient.at(base)
        .get("/.well-known/jwks.json")
        .body()
        .path("keys")
        .forEach(key -> kids.add(key.path("kid").asText()));
    return kids;
  }

  /** Of the key that signs now. */
  private String kid() {
    String header = keys.sign(new Claims("nothing")).split("\\.", 2)[0];
    String text = new String(Base64.getUrlDecoder().decode(header), UTF_8);
    assertTrue(text.contains("EdDSA"), text);
    return text.replaceAll(".*\"kid\":\"([^\"]+)\".*", "$1");
  }

  /** By taking it out and putting it back: nobody may change a key. */
  private void signsSince(String kid, String ago) {
    database.acrossTenants(handle ->
        handle.execute(
            """
            with taken as (delete from signing_key where kid = ? returning *)
            insert into signing_key (kid, public_key, sealed_private, created_at, signs_from)
            select kid, public_key, sealed_private, created_at, clock_timestamp() - ?::interval
            from taken
            """,
            kid,
            ago));
  }

  private void allButTheNewestGone() {
    String newest =
        database.acrossTenants(handle -> {
          handle.execute(
              "delete from signing_key"
                  + " where created_at < (select max(created_at) from signing_key)");
          return handle.createQuery("select kid from signing_key").mapTo(String.class).one();
        });
    signsSince(newest, "1 day");
    keys.follow();
  }

  private int rows() {
    return database.acrossTenants(handle ->
        handle.createQuery("select count(*) from signing_key").mapTo(Integer.class).one());
  }
}
