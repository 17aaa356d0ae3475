package io.atalaya.launcher;

import io.atalaya.launcher.postgres.DatabaseCredentials;
import io.atalaya.launcher.process.Tether;
import io.atalaya.launcher.service.CloseStack;
import io.atalaya.launcher.service.HttpProgram;
import io.atalaya.launcher.service.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How api, stream-gateway and, in development, the UIs are run: command, configuration, log. */
final class Programs {
  private static final Duration START_DEADLINE = Duration.ofSeconds(90);

  private static final Duration UI_STOP_DEADLINE = Duration.ofSeconds(5);

  private final Site site;
  private final CloseStack stack;
  private boolean learning;
  private final Map<String, String> shared;

  /**
   * @param databasePort is none a camera may be at
   * @param stack gets what is left to do when a program is gone
   */
  Programs(Site site, int databasePort, CloseStack stack) {
    this.site = site;
    this.stack = stack;
    String ports =
        site.options().ports().stream()
            .map(port -> Integer.toString(port.number()))
            .collect(Collectors.joining(","));
    this.shared =
        Map.of(
            "ATALAYA_BIND",
            site.options().bind(),
            "ATALAYA_GATEWAY_SECRET",
            site.secrets().gatewaySecret(),
            // The demo's cameras are on this machine.
            "ATALAYA_ALLOW_LOCAL_SOURCES",
            Boolean.toString(site.mode().hasDemo()),
            "ATALAYA_PLATFORM_PORTS",
            ports + "," + databasePort,
            // Nobody else sends requests here who would have to hear of it first.
            "ATALAYA_SHUTDOWN_DELAY",
            "0S");
  }

  HttpProgram api(DatabaseCredentials database) throws IOException, LaunchRefused {
    Options options = site.options();
    var environment = new TreeMap<>(shared);
    environment.put("ATALAYA_PORT", Integer.toString(options.apiPort()));
    environment.put("ATALAYA_MANAGEMENT_PORT", Integer.toString(options.managementPort()));
    environment.put("ATALAYA_DB_URL", database.url());
    environment.put("ATALAYA_DB_USER", database.app());
    environment.put("ATALAYA_DB_PASSWORD", database.appPassword());
    environment.put("ATALAYA_DB_OWNER_USER", database.owner());
    environment.put("ATALAYA_DB_OWNER_PASSWORD", database.ownerPassword());
    environment.put("ATALAYA_MASTER_KEY", site.secrets().masterKey());
    environment.put("ATALAYA_ADMIN_PASSWORD", site.secrets().adminPassword());
    environment.put("ATALAYA_GATEWAY_URL", site.addresses().gatewayInside().toString());
    environment.put("ATALAYA_GATEWAY_PUBLIC_URL", site.addresses().gateway().toString());
    return application("api", environment, site.addresses().apiManagement());
  }

  HttpProgram gateway() throws IOException, LaunchRefused {
    Options options = site.options();
    var environment = new TreeMap<>(shared);
    environment.put("ATALAYA_PORT", Integer.toString(options.gatewayPort()));
    environment.put("ATALAYA_MANAGEMENT_PORT", Integer.toString(options.gatewayManagementPort()));
    environment.put("ATALAYA_API_URL", site.addresses().apiInside().toString());
    environment.put("ATALAYA_PORTAL_ORIGINS", String.join(",", site.addresses().uiOrigins()));
    Path ffmpeg = FfmpegBinaries.folder();
    environment.put("ATALAYA_FFMPEG", ffmpeg.resolve("ffmpeg").toString());
    environment.put("ATALAYA_FFMPEG_LIBRARY_PATH", ffmpeg.toString());
    return application("stream-gateway", environment, site.addresses().gatewayManagement());
  }

  private HttpProgram application(String module, Map<String, String> environment, URI management)
      throws IOException, LaunchRefused {
    Path jar = site.root().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new LaunchRefused(module + " is not built: " + jar + " is missing");
    }
    StartCache cache = site.mode() == Mode.DEV ? StartCache.NONE : StartCache.of(jar);
    stack.add(cache);
    learning |= cache.isLearning();
    return new HttpProgram(
        module,
        jvm(module, jar, cache, environment),
        management.resolve("/q/health/ready"),
        site.folder().freshLog(module),
        START_DEADLINE,
        cache.stopDeadline());
  }

  private Program jvm(String module, Path jar, StartCache cache, Map<String, String> environment) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(cache.flags());
    command.add("@" + site.root().resolve(module).resolve("jvm.options"));
    command.addAll(List.of("-jar", jar.toString()));
    // Killed, not asked: when we are gone nobody is left to see that it really stops.
    return new Program(command, site.root(), environment, Tether.DeathSignal.KILL);
  }

  /** Whether to stop what was made so far will take some seconds longer than it does later. */
  boolean isLearning() {
    return learning;
  }

  /** One UI served by Vite, which passes calls to the api on. */
  HttpProgram ui(String name, URI address) throws IOException {
    List<String> command =
        List.of(
            "node",
            site.root().resolve("ui/node_modules/vite/bin/vite.js").toString(),
            "--host",
            address.getHost(),
            "--port",
            Integer.toString(address.getPort()),
            "--strictPort");
    var environment = Map.of("ATALAYA_API_URL", site.addresses().apiInside().toString());
    var program =
        new Program(
            command, site.root().resolve("ui").resolve(name), environment, Tether.DeathSignal.KILL);
    return new HttpProgram(
        name, program, address, site.folder().freshLog(name), START_DEADLINE, UI_STOP_DEADLINE);
  }
}
