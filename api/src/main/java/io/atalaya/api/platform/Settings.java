package io.atalaya.api.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The api's own configuration; {@code ATALAYA_MASTER_KEY} is {@code atalaya.master-key} and so on.
 * What is secret has no default: without it the api does not start.
 */
@ConfigMapping(prefix = "atalaya")
public interface Settings {
  /** Base64 of the 32 bytes that seal secrets at rest. */
  String masterKey();

  /** What gateways sign their service tokens with; at least 32 characters. */
  String gatewaySecret();

  /** Where the api reaches the gateway. */
  @WithDefault("http://127.0.0.1:8081")
  URI gatewayUrl();

  /** Where browsers reach the gateway; the control address when it is not set. */
  Optional<URI> gatewayPublicUrl();

  /** Whether cameras on this machine and its links may be sources; for demos and tests. */
  @WithDefault("false")
  boolean allowLocalSources();

  /** Networks cameras may be in, CIDR; empty takes every private and public one. */
  Optional<List<String>> allowedNetworks();

  /** Ports of the platform's own servers, which are never sources. */
  Optional<List<Integer>> platformPorts();

  /** How a line of the log is written; see {@link ConsoleFormat}. */
  @WithDefault("text")
  LogFormat logFormat();

  /** Where traces go: a collector's OTLP over HTTP; none are made when it is not set. */
  Optional<URI> tracesEndpoint();

  /** Password of the first platform administrator, read only while there is none. */
  Optional<String> adminPassword();

  /** How long one key signs tokens before another takes over. */
  @WithDefault("P30D")
  Duration signingKeyAge();

  /** How often lapsed sessions are written down as over; {@code off} for tests. */
  @WithDefault("5s")
  String sweepInterval();

  /** How long no replica must have been at work for leases to begin anew; more than a tick. */
  @WithDefault("PT10S")
  Duration outageGap();

  /** How long sessions that are over, and the audit, are kept; at least 92 days. */
  @WithDefault("P400D")
  Duration retention();

  /** How long events are kept for those who come back; at least 4 days. */
  @WithDefault("P7D")
  Duration eventRetention();

  /** How often a replica looks for new events while somebody follows them; half of it is lag. */
  @WithDefault("PT0.5S")
  Duration eventPollInterval();

  /** How often a quiet event stream shows that it lives, and is checked for its sign-in. */
  @WithDefault("PT15S")
  Duration eventHeartbeat();

  /** How often webhooks are looked after; {@code off} for tests. */
  @WithDefault("1s")
  String webhookInterval();

  /** Networks webhooks may be sent to beside public ones, CIDR; there without TLS, too. */
  Optional<List<String>> webhookNetworks();

  /** The health loop's. */
  HealthSettings health();
}
