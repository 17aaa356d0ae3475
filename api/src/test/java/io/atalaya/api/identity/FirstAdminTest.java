package io.atalaya.api.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.ProductDatabase;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.Deed;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.Settings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Each test sees a platform without people, and is rolled back. */
@QuarkusTest
@TestTransaction
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
class FirstAdminTest {
  @Inject Database database;
  @Inject UserStore users;
  @Inject PasswordHasher hasher;
  @Inject Ids ids;
  @Inject Event<Deed> deeds;

  @Test
  void a_password_that_is_too_short_stops_the_start_with_one_line_that_does_not_show_it() {
    removeEverybody();
    var refused = assertThrows(IllegalStateException.class, () -> startWith("elevenchars"));
    assertEquals("ATALAYA_ADMIN_PASSWORD has fewer than 12 characters", refused.getMessage());
    assertFalse(users.hasPlatformUsers());
  }

  @Test
  void a_password_of_twelve_characters_makes_the_administrator() {
    removeEverybody();
    startWith("twelve-chars");
    assertTrue(hasher.matches("twelve-chars", hash()));
  }

  @Test
  void an_empty_password_is_none_and_the_start_goes_on() {
    removeEverybody();
    startWith("");
    assertFalse(users.hasPlatformUsers());
  }

  @Test
  void where_somebody_is_the_password_is_not_read() {
    removeEverybody();
    startWith("twelve-chars");
    startWith("short");
    assertTrue(hasher.matches("twelve-chars", hash()));
  }

  /** In the test's own transaction, which does not reach into a {@code @BeforeEach}. */
  private void removeEverybody() {
    database.acrossTenants(
        handle -> handle.execute("delete from app_user where tenant_id is null"));
  }

  private void startWith(String password) {
    var settings =
        new SmallRyeConfigBuilder()
            .withMapping(Settings.class)
            .withDefaultValue("atalaya.master-key", "unused")
            .withDefaultValue("atalaya.gateway-secret", "unused")
            .withDefaultValue("atalaya.admin-password", password)
            .build()
            .getConfigMapping(Settings.class);
    new FirstAdmin(users, hasher, ids, deeds, settings).start(new StartupEvent());
  }

  private String hash() {
    return users.platformCredentials("admin").orElseThrow().passwordHash();
  }
}
