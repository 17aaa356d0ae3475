package io.atalaya.api.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.atalaya.contract.token.CompactJws;
import io.atalaya.contract.token.ServiceClaims;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** A gateway calling the api. */
final class GatewayCalls {
  static final UUID BOOT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiClient anonymous;

  GatewayCalls(URI base) {
    this.anonymous = ApiClient.at(base);
  }

  ApiClient.Answer activate(JsonNode ticket) {
    return activate(ticket, BOOT);
  }

  ApiClient.Answer activate(JsonNode ticket, UUID boot) {
    JsonNode claims = claims(ticket);
    return activate(
        claims.path("tid").asText(),
        claims.path("sid").asText(),
        claims.path("jti").asText(),
        boot);
  }

  ApiClient.Answer activate(String tenant, String session, String token, UUID boot) {
    return signed()
        .post(
            "/internal/v1/sessions/" + session + "/activate",
            """
            {"tenantId":"%s","tokenId":"%s","nodeId":"gateway-1","bootId":"%s"}
            """
                .formatted(tenant, token, boot));
  }

  /** What {@code node} is told of its sessions that ended; {@code after} may be null. */
  ApiClient.Answer cuts(String node, Long after) {
    return with(
            ServiceClaims.issued(node, ServiceClaims.TO_API, Instant.now()),
            ProductDatabase.GATEWAY_SECRET)
        .get("/internal/v1/cuts" + (after == null ? "" : "?after=" + after));
  }

  /** Each {@code tenant/session} or {@code tenant/session/idleMillis}. */
  ApiClient.Answer heartbeat(String... watched) {
    var sessions = new StringBuilder();
    for (String one : watched) {
      String[] parts = one.split("/", -1);
      sessions
          .append(sessions.isEmpty() ? "" : ",")
          .append(
              "{\"tenantId\":\"%s\",\"sessionId\":\"%s\",\"bytesSent\":1000,\"idleMillis\":%s}"
                  .formatted(parts[0], parts[1], parts.length > 2 ? parts[2] : "0"));
    }
    return signed()
        .post(
            "/internal/v1/heartbeat",
            "{\"nodeId\":\"gateway-1\",\"bootId\":\"%s\",\"sessions\":[%s]}"
                .formatted(BOOT, sessions));
  }

  ApiClient signed() {
    return with(
        ServiceClaims.issued("gateway-1", ServiceClaims.TO_API, Instant.now()),
        ProductDatabase.GATEWAY_SECRET);
  }

  ApiClient with(ServiceClaims claims, String secret) {
    try {
      String token = CompactJws.signHmac(JSON.writeValueAsBytes(claims), secret.getBytes(UTF_8));
      return anonymous.with("Authorization", "Bearer " + token);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What a stream token says, unverified. */
  static JsonNode claims(JsonNode ticket) {
    String payload = ticket.path("token").asText().split("\\.", -1)[1];
    try {
      return JSON.readTree(Base64.getUrlDecoder().decode(payload));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
