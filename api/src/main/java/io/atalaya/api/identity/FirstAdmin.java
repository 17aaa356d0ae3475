package io.atalaya.api.identity;

import io.atalaya.api.platform.Deed;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.Settings;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Lets the first operator in: makes {@code admin} on a start that finds nobody of the platform. */
@Singleton
final class FirstAdmin {
  private static final Logger LOG = Logger.getLogger(FirstAdmin.class);
  private static final String USERNAME = "admin";
  private static final int MIN_PASSWORD_CHARS = 12;

  private final UserStore users;
  private final PasswordHasher hasher;
  private final Ids ids;
  private final Event<Deed> deeds;
  private final Optional<String> password;

  FirstAdmin(
      UserStore users, PasswordHasher hasher, Ids ids, Event<Deed> deeds, Settings settings) {
    this.users = users;
    this.hasher = hasher;
    this.ids = ids;
    this.deeds = deeds;
    this.password = settings.adminPassword();
  }

  void start(@Observes StartupEvent event) {
    if (users.hasPlatformUsers()) {
      return;
    }
    if (password.isEmpty()) {
      LOG.warn("nobody can sign in to the platform: start once with ATALAYA_ADMIN_PASSWORD");
      return;
    }
    String chosen = password.get();
    if (chosen.length() < MIN_PASSWORD_CHARS) {
      throw new IllegalStateException(
          "ATALAYA_ADMIN_PASSWORD has fewer than %d characters".formatted(MIN_PASSWORD_CHARS));
    }
    var admin = new NewUser(USERNAME, "Platform administrator", chosen, Role.PLATFORM_ADMIN);
    String hash = hasher.hash(chosen);
    QuarkusTransaction.joiningExisting().run(() -> make(admin, hash));
  }

  private void make(NewUser admin, String hash) {
    users
        .insertPlatform(ids.next(), admin, hash)
        .ifPresent(made -> {
          deeds.fire(PlatformUsers.deed("platform_user.created", made));
          LOG.infof("made the platform user %s", USERNAME);
        });
  }
}
