package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.audit.Refusals;
import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.Role;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class AdmissionDeskTest {
  private static final TenantId TENANT = new TenantId("desk");
  private static final CameraId LOBBY = new CameraId("lobby");

  @TestHTTPResource URI base;

  @Inject SessionMeters meters;

  @Inject Refusals refusals;

  /** A clock that stands still: each refusal makes the next one wait longer. */
  private final RefusalPace pace = new RefusalPace(() -> 0);

  private AdmissionDesk desk;
  private Caller vera;

  @BeforeEach
  void a_tenant() {
    ApiClient admin = ApiClient.at(base).asAdminOf(TENANT.value());
    desk = new AdmissionDesk(meters, refusals, pace);
    vera =
        new Caller(
            Caller.Kind.PERSON,
            UUID.fromString(admin.get("/api/v1/me").body().path("userId").asText()),
            "vera",
            "Vera",
            Role.TENANT_ADMIN,
            Optional.of(TENANT),
            Optional.of(TENANT));
  }

  @Test
  void a_caller_who_is_refused_is_counted_by_the_pace() {
    refusedAtOnce(() -> desk.toCamera(vera, LOBBY, AdmissionDeskTest::limitReached));
    assertEquals(Duration.ofMillis(50), pace.next(TENANT));
  }

  @Test
  void a_gateway_serves_everybody_and_is_not_kept_back() {
    SessionId session = new SessionId(UUID.randomUUID());
    refusedAtOnce(() -> desk.toGateway(TENANT, session, AdmissionDeskTest::limitReached));
    assertEquals(Duration.ZERO, pace.next(TENANT));
  }

  private static void refusedAtOnce(Supplier<Void> admission) {
    for (int i = 0; i < RefusalPace.BURST; i++) {
      assertThrows(DomainException.class, admission::get);
    }
  }

  private static Void limitReached() {
    throw new DomainError.Conflict(SessionErrorCode.STREAM_LIMIT_REACHED, "no slot is free")
        .toException();
  }
}
