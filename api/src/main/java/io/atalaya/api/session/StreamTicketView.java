package io.atalaya.api.session;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A stream token with its session, as JSON. */
@Schema(name = "StreamTicket")
public record StreamTicketView(
    SessionView session,
    @Schema(description = "names the token, to say which page leaves") UUID tokenId,
    String token,
    String playbackUrl,
    Instant expiresAt) {

  static StreamTicketView of(StreamTickets.Ticket ticket) {
    return new StreamTicketView(
        SessionView.of(ticket.session()),
        ticket.tokenId(),
        ticket.token(),
        ticket.playbackUrl(),
        ticket.expiresAt());
  }

  /** Hides the token. */
  @Override
  public String toString() {
    return "StreamTicketView[session=%s]".formatted(session.id());
  }
}
