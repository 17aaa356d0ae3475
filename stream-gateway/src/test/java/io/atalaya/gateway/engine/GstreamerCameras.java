package io.atalaya.gateway.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The cameras of {@code gstreamer_cameras.py} as a child of the test. */
public final class GstreamerCameras implements AutoCloseable {
  private static final String SCRIPT = "gstreamer_cameras.py";

  private final Process process;
  private final int port;

  private GstreamerCameras(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts them; {@code folder} keeps the script. */
  public static GstreamerCameras start(Path folder) throws IOException {
    Path script = folder.resolve(SCRIPT);
    try (InputStream in = GstreamerCameras.class.getResourceAsStream(SCRIPT)) {
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    }
    // The system's own Python has the bindings, whichever is first on the path.
    Process process =
        new ProcessBuilder("/usr/bin/python3", script.toString())
            .redirectError(folder.resolve("cameras.log").toFile())
            .start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
    if (line == null) {
      throw new IOException(Files.readString(folder.resolve("cameras.log")));
    }
    return new GstreamerCameras(process, Integer.parseInt(line));
  }

  public String url(String mount) {
    return "rtsp://127.0.0.1:" + port + "/" + mount;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
