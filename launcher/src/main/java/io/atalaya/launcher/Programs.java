package io.atalaya.launcher;

import io.atalaya.launcher.postgres.DatabaseCredentials;
import io.atalaya.launcher.service.HttpProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How api and stream-gateway are run: their command, configuration and log. */
final class Programs {
  private static final Duration START_DEADLINE = Duration.ofSeconds(90);

  private final Options options;
  private final Addresses addresses;
  private final DataFolder folder;
  private final Secrets secrets;
  private final Path root;
  private final Map<String, String> shared;

  /**
   * @param root of the built product
   * @param databasePort is none a camera may be at
   * @param localSources whether cameras may be on this machine, as in the demo
   */
  Programs(
      Options options,
      Addresses addresses,
      DataFolder folder,
      Secrets secrets,
      Path root,
      int databasePort,
      boolean localSources) {
    this.options = options;
    this.addresses = addresses;
    this.folder = folder;
    this.secrets = secrets;
    this.root = root;
    String ports =
        options.ports().stream()
            .map(port -> Integer.toString(port.number()))
            .collect(Collectors.joining(","));
    this.shared =
        Map.of(
            "ATALAYA_BIND", options.bind(),
            "ATALAYA_GATEWAY_SECRET", secrets.gatewaySecret(),
            "ATALAYA_ALLOW_LOCAL_SOURCES", Boolean.toString(localSources),
            "ATALAYA_PLATFORM_PORTS", ports + "," + databasePort);
  }

  HttpProgram api(DatabaseCredentials database) throws IOException, LaunchRefused {
    var environment = new TreeMap<>(shared);
    environment.put("ATALAYA_PORT", Integer.toString(options.apiPort()));
    environment.put("ATALAYA_MANAGEMENT_PORT", Integer.toString(options.managementPort()));
    environment.put("ATALAYA_DB_URL", database.url());
    environment.put("ATALAYA_DB_USER", database.app());
    environment.put("ATALAYA_DB_PASSWORD", database.appPassword());
    environment.put("ATALAYA_DB_OWNER_USER", database.owner());
    environment.put("ATALAYA_DB_OWNER_PASSWORD", database.ownerPassword());
    environment.put("ATALAYA_MASTER_KEY", secrets.masterKey());
    environment.put("ATALAYA_ADMIN_PASSWORD", secrets.adminPassword());
    environment.put("ATALAYA_GATEWAY_URL", addresses.gatewayInside().toString());
    environment.put("ATALAYA_GATEWAY_PUBLIC_URL", addresses.gateway().toString());
    return program("api", "-Xmx512m", environment, addresses.apiManagement());
  }

  HttpProgram gateway() throws IOException, LaunchRefused {
    var environment = new TreeMap<>(shared);
    environment.put("ATALAYA_PORT", Integer.toString(options.gatewayPort()));
    environment.put("ATALAYA_MANAGEMENT_PORT", Integer.toString(options.gatewayManagementPort()));
    environment.put("ATALAYA_API_URL", addresses.apiInside().toString());
    environment.put("ATALAYA_PORTAL_ORIGINS", addresses.api().toString());
    Path ffmpeg = FfmpegBinaries.folder();
    environment.put("ATALAYA_FFMPEG", ffmpeg.resolve("ffmpeg").toString());
    environment.put("ATALAYA_FFMPEG_LIBRARY_PATH", ffmpeg.toString());
    return program("stream-gateway", "-Xmx1g", environment, addresses.gatewayManagement());
  }

  private HttpProgram program(
      String module, String heap, Map<String, String> environment, URI management)
      throws IOException, LaunchRefused {
    Path jar = root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new LaunchRefused(module + " is not built: " + jar + " is missing");
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            heap,
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            jar.toString());
    return new HttpProgram(
        module,
        command,
        environment,
        management.resolve("/q/health/ready"),
        folder.freshLog(module),
        START_DEADLINE);
  }
}
