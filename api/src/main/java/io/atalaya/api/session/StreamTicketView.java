package io.atalaya.api.session;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A stream token with its session, as JSON. */
@Schema(name = "StreamTicket")
public record StreamTicketView(
    SessionView session, String token, String playbackUrl, Instant expiresAt) {

  static StreamTicketView of(StreamTickets.Ticket ticket) {
    return new StreamTicketView(
        SessionView.of(ticket.session()), ticket.token(), ticket.playbackUrl(), ticket.expiresAt());
  }

  /** Hides the token. */
  @Override
  public String toString() {
    return "StreamTicketView[session=%s]".formatted(session.id());
  }
}
