package io.atalaya.launcher.service;

import io.atalaya.launcher.process.Tether;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run, and how.
 *
 * @param environment added to ours; where secrets go, never into {@code command}
 * @param whenOrphaned what the kernel sends it when we are gone
 */
public record Program(
    List<String> command,
    Path directory,
    Map<String, String> environment,
    Tether.DeathSignal whenOrphaned) {

  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Its output is appended to {@code log}. */
  public Process start(Path log) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return Tether.start(builder, whenOrphaned);
  }

  /** The environment holds secrets. */
  @Override
  public String toString() {
    return "Program" + command;
  }
}
