package io.atalaya.api.session;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.SigningKeys;
import io.atalaya.api.platform.Settings;
import io.atalaya.api.session.Admission.Admitted;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.token.StreamClaims;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

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

  /** To one of many wishes. */
  sealed interface Answer {}

  /** None, and why. */
  record NoTicket(DomainError why) implements Answer {}

  /** The right to open playback of a session, once, until {@code expiresAt}. */
  public record Ticket(
      Session session, UUID tokenId, String token, String playbackUrl, Instant expiresAt)
      implements Answer {
    /** Hides the token. */
    @Override
    public String toString() {
      return "Ticket[session=%s]".formatted(session.id());
    }
  }

  /** From a camera to a ticket; see {@link Admission#admit}. */
  Ticket forCamera(Caller caller, Wish wish, Set<SessionId> yielding) {
    return signed(
        desk.toCamera(caller, wish.camera(), () -> admission.admit(caller, wish, yielding)));
  }

  /** From many cameras to as many answers. */
  List<Answer> forCameras(Caller caller, List<Wish> wishes) {
    List<Admission.Outcome> outcomes =
        desk.toMany(caller, () -> admission.admitAll(caller, wishes));
    var answers = new ArrayList<Answer>(wishes.size());
    var refused = new ArrayList<AdmissionDesk.RefusedCamera>();
    for (int i = 0; i < wishes.size(); i++) {
      answers.add(
          switch (outcomes.get(i)) {
            case Admitted admitted -> signed(admitted);
            case Admission.Refused(DomainError why) -> {
              refused.add(new AdmissionDesk.RefusedCamera(wishes.get(i).camera(), why));
              yield new NoTicket(why);
            }
          });
    }
    desk.refusedOfMany(caller, refused);
    return List.copyOf(answers);
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
        admitted.tokenId(),
        token,
        publicUrl + "/live/" + token + "/index.m3u8",
        Instant.ofEpochSecond(claims.exp()));
  }
}
