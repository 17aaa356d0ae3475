package io.atalaya.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The cameras of {@code gstreamer_cameras.py} as a child of the test. */
public final class GstreamerCameras implements AutoCloseable {
  private static final String SCRIPT = "gstreamer_cameras.py";

  private final Process process;
  private final String address;

  private GstreamerCameras(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts them; {@code folder} keeps the script. */
  public static GstreamerCameras start(Path folder) throws IOException {
    return start(folder, "rtsp", List.of());
  }

  /** Starts them with that certificate and its key. */
  public static GstreamerCameras startInsideTls(Path folder, Path pem) throws IOException {
    return start(folder, "rtsps", List.of(pem.toString()));
  }

  private static GstreamerCameras start(Path folder, String scheme, List<String> arguments)
      throws IOException {
    Path script = folder.resolve(SCRIPT);
    try (InputStream in = GstreamerCameras.class.getResourceAsStream(SCRIPT)) {
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    }
    // The system's own Python has the bindings, whichever is first on the path.
    var command = new ArrayList<>(List.of("/usr/bin/python3", script.toString()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("cameras.log").toFile()).start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
    if (line == null) {
      throw new IOException(Files.readString(folder.resolve("cameras.log")));
    }
    return new GstreamerCameras(process, scheme + "://127.0.0.1:" + Integer.parseInt(line));
  }

  public String url(String mount) {
    return address + "/" + mount;
  }

  public String url(String mount, String user, String password) {
    return url(mount).replace("://", "://" + user + ":" + password + "@");
  }

  @Override
  public void close() {
    process.destroy();
  }
}
