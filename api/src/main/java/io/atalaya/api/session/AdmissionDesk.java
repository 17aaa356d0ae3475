package io.atalaya.api.session;

import io.atalaya.api.audit.Fact;
import io.atalaya.api.audit.Refusals;
import io.atalaya.api.identity.Caller;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before {@link Admission}, outside of its transactions: measures each try, and counts and
 * audits the ones that were refused (403 and 409); who asks too much waits for the answer.
 */
@Singleton
final class AdmissionDesk {
  /** The audit's word for a refusal of admission. */
  static final String REFUSED = "stream.refused";

  /** Of an error's details, what is worth keeping. */
  private static final List<String> KEPT = List.of("scope", "limit", "inUse", "entitlement");

  private final SessionMeters meters;
  private final Refusals refusals;
  private final RefusalPace pace;

  AdmissionDesk(SessionMeters meters, Refusals refusals, RefusalPace pace) {
    this.meters = meters;
    this.refusals = refusals;
    this.pace = pace;
  }

  /** A camera somebody wants to watch. */
  <T> T toCamera(Caller caller, CameraId camera, Supplier<T> admission) {
    return toCaller(caller, Wanted.camera(caller, camera), admission);
  }

  /**
   * Many cameras at once; what is refused of them is told by {@link #refusedOfMany}. A refusal of
   * all of it is nobody's camera.
   */
  <T> T toMany(Caller caller, Supplier<T> admission) {
    return toCaller(
        caller,
        new Wanted("tenant/" + caller.tenant(), null, caller.userId(), caller.username()),
        admission);
  }

  /** A session somebody wants to go on with. */
  <T> T toSession(Caller caller, SessionId session, Supplier<T> admission) {
    return toCaller(
        caller,
        new Wanted("session/" + session, null, caller.userId(), caller.username()),
        admission);
  }

  /** A session whose viewer came to a gateway, which serves other tenants and is not kept back. */
  <T> T toGateway(TenantId tenant, SessionId session, Supplier<T> admission) {
    var wanted = new Wanted("session/" + session, null, null, null);
    return measured(admission, error -> refused(tenant, error, wanted));
  }

  /** A camera that a batch did not get. */
  record RefusedCamera(CameraId camera, DomainError why) {}

  /** Refusals that were answered inside a batch, where nothing was thrown. */
  void refusedOfMany(Caller caller, List<RefusedCamera> refused) {
    refused.forEach(one -> refused(caller.tenant(), one.why, Wanted.camera(caller, one.camera)));
    if (!refused.isEmpty()) {
      keepBack(caller.tenant());
    }
  }

  private <T> T toCaller(Caller caller, Wanted wanted, Supplier<T> admission) {
    return measured(
        admission,
        error -> {
          refused(caller.tenant(), error, wanted);
          keepBack(caller.tenant());
        });
  }

  private <T> T measured(Supplier<T> admission, Consumer<DomainError> onRefusal) {
    try {
      return meters.admission(admission);
    } catch (DomainException refused) {
      switch (refused.error()) {
        case DomainError.Forbidden error -> onRefusal.accept(error);
        case DomainError.Conflict error -> onRefusal.accept(error);
        // Not about the right to watch: unknown, over, malformed, or our own trouble.
        case DomainError.Invalid _,
            DomainError.Unauthenticated _,
            DomainError.NotFound _,
            DomainError.MethodNotAllowed _,
            DomainError.NotAcceptable _,
            DomainError.Gone _,
            DomainError.PreconditionFailed _,
            DomainError.TooLarge _,
            DomainError.UnsupportedMediaType _,
            DomainError.Unprocessable _,
            DomainError.TooManyRequests _,
            DomainError.Internal _,
            DomainError.Unavailable _ -> {}
      }
      throw refused;
    }
  }

  /** Holds nothing meanwhile but a virtual thread: no lock, no connection. */
  private void keepBack(TenantId tenant) {
    try {
      Thread.sleep(pace.next(tenant));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // We are going down: answer at once.
    }
  }

  /** What somebody wanted to watch, and who. */
  private record Wanted(
      String subject, @Nullable CameraId camera, @Nullable UUID user, @Nullable String username) {
    static Wanted camera(Caller caller, CameraId camera) {
      return new Wanted("camera/" + camera, camera, caller.userId(), caller.username());
    }
  }

  private void refused(TenantId tenant, DomainError error, Wanted wanted) {
    meters.refused(error);
    Map<String, Object> details = new LinkedHashMap<>();
    if (wanted.username != null) {
      details.put("username", wanted.username);
    }
    for (String name : KEPT) {
      Object value = error.details().get(name);
      if (value != null) {
        details.put(name, value);
      }
    }
    refusals.note(
        tenant,
        new Fact(
            REFUSED, wanted.subject, wanted.camera, wanted.user, error.code().code(), details));
  }
}
