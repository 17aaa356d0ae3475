package io.atalaya.api.session;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.SigningKeys;
import io.atalaya.api.platform.Settings;
import io.atalaya.api.session.Admission.Admitted;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.token.StreamClaims;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Hands out signed stream tokens. Signs after the transaction: no lock is held meanwhile. */
@Singleton
public final class StreamTickets {
  private static final String ISSUER = "api";

  private final Admission admission;
  private final AdmissionDesk desk;
  private final SigningKeys keys;
  private final String publicUrl;

  StreamTickets(Admission admission, AdmissionDesk desk, SigningKeys keys, Settings settings) {
    this.desk = desk;
    this.admission = admission;
    this.keys = keys;
    URI url = settings.gatewayPublicUrl().orElse(settings.gatewayUrl());
    this.publicUrl = url.toString().replaceAll("/+$", "");
  }

  /** The right to open playback of a session, once, until {@code expiresAt}. */
  public record Ticket(Session session, String token, String playbackUrl, Instant expiresAt) {
    /** Hides the token. */
    @Override
    public String toString() {
      return "Ticket[session=%s]".formatted(session.id());
    }
  }

  /** From a camera to a ticket. */
  public Ticket forCamera(Caller caller, CameraId camera, @Nullable String clientInstanceId) {
    return signed(
        desk.toCamera(caller, camera, () -> admission.admit(caller, camera, clientInstanceId)));
  }

  /** From one's own session to a ticket. */
  public Ticket forSession(Caller caller, SessionId id) {
    return signed(desk.toSession(caller, id, () -> admission.mint(caller, id)));
  }

  private Ticket signed(Admitted admitted) {
    Session session = admitted.session();
    long issued = admitted.mintedAt().getEpochSecond();
    var claims =
        new StreamClaims(
            ISSUER,
            StreamClaims.AUDIENCE,
            session.viewer().userId().toString(),
            session.id().toString(),
            session.camera().tenantId().value(),
            session.camera().cameraId().value(),
            admitted.tokenId().toString(),
            issued,
            issued,
            admitted.opensUntil().getEpochSecond());
    String token = keys.sign(claims);
    return new Ticket(
        session,
        token,
        publicUrl + "/live/" + token + "/index.m3u8",
        Instant.ofEpochSecond(claims.exp()));
  }
}
