package io.atalaya.gateway.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an operator sets; {@code nodeId} is {@code ATALAYA_NODE_ID} in the environment, and so on.
 * Checked at start by {@link StartupCheck}.
 */
@ConfigMapping(prefix = "atalaya")
public interface GatewayConfig {
  /** This gateway's name among its peers. */
  @WithDefault("gateway-1")
  String nodeId();

  /** How many cameras it accepts before {@code gateway_at_capacity}. */
  @WithDefault("500")
  int cameraCapacity();

  /** How many viewing sessions it holds at a time. */
  @WithDefault("20000")
  int sessionCapacity();

  /** Where the api is, for activations, heartbeats and keys. */
  @WithDefault("http://127.0.0.1:8080")
  URI apiUrl();

  /** Shared with the api, at least 32 characters; no default. */
  String gatewaySecret();

  /** How often the api is told who watches; a third of a session's lease. */
  @WithDefault("PT15S")
  Duration heartbeatInterval();

  /** How a line of the log is written; see {@link ConsoleFormat}. */
  @WithDefault("text")
  LogFormat logFormat();

  /** Where traces go: a collector's OTLP over HTTP; none are made when it is not set. */
  Optional<URI> tracesEndpoint();

  /** Origins whose pages may play: {@code https://portal.example.org}. */
  Optional<List<String>> portalOrigins();

  /** Takes loopback and link-local sources: demos and tests only. */
  @WithDefault("false")
  boolean allowLocalSources();

  /** Networks cameras may be in, CIDR; empty takes every private and public one. */
  Optional<List<String>> allowedNetworks();

  /** Ports of the platform's own servers on this machine, never a camera. */
  Optional<List<Integer>> platformPorts();

  /** FFmpeg's path, or its name on {@code PATH}. */
  @WithDefault("ffmpeg")
  String ffmpeg();

  /** Folder of FFmpeg's shared libraries, where they are not the system's. */
  Optional<Path> ffmpegLibraryPath();
}
