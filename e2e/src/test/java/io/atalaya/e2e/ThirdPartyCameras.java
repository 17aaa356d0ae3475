package io.atalaya.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;

/** GStreamer's RTSP server with a mount for each kind of stream, as the gateway's tests have it. */
public final class ThirdPartyCameras implements AutoCloseable {
  private static final String SCRIPT =
      "stream-gateway/src/test/resources/io/atalaya/gateway/engine/gstreamer_cameras.py";

  private final Process process;
  private final int port;

  private ThirdPartyCameras(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts them; returns when they listen. */
  public static ThirdPartyCameras start(Path folder) throws IOException {
    Path log = folder.resolve("cameras.log");
    // The system's own Python has the bindings, whichever is first on the path.
    Process process =
        new ProcessBuilder("/usr/bin/python3", RunningProduct.root().resolve(SCRIPT).toString())
            .redirectError(log.toFile())
            .start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
    if (line == null) {
      throw new IOException(Files.readString(log));
    }
    return new ThirdPartyCameras(process, Integer.parseInt(line));
  }

  public String url(String mount) {
    return "rtsp://127.0.0.1:" + port + "/" + mount;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
