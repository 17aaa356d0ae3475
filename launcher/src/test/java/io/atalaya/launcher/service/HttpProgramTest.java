package io.atalaya.launcher.service;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.launcher.process.Tether;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the JDK's own small web server as the program. */
final class HttpProgramTest {
  @TempDir Path folder;

  @Test
  void serves_once_it_answers_and_is_gone_when_closed() throws Exception {
    Service.Running running = webServer("/", Duration.ofSeconds(60)).start();
    var process = ProcessHandle.of(running.pid()).orElseThrow();
    assertTrue(process.isAlive());
    running.close();
    assertFalse(process.isAlive());
  }

  @Test
  void who_polls_for_its_end_sees_it_as_soon_as_it_was_seen() throws Exception {
    Service.Running running = webServer("/", Duration.ofSeconds(60)).start();
    var exit = running.onExit();
    running.close();
    exit.get(60, TimeUnit.SECONDS);
    assertTrue(running.onExit().isDone());
  }

  @Test
  void a_program_that_never_becomes_ready_is_stopped_at_the_deadline() throws Exception {
    var program = webServer("/missing", Duration.ofSeconds(2));
    var failure = assertThrows(IOException.class, program::start);
    assertTrue(failure.getMessage().startsWith("web was not ready in 2 s"), failure.getMessage());
    assertTrue(failure.getMessage().contains("Serving"), failure.getMessage());
    assertTrue(
        ProcessHandle.current()
            .children()
            .noneMatch(child -> child.info().commandLine().orElse("").contains(folder.toString())));
  }

  @Test
  void a_program_that_ends_says_so_with_the_end_of_its_log() throws Exception {
    var program =
        program(
            List.of("sh", "-c", "echo the disk is full; exit 3"),
            URI.create("http://127.0.0.1:" + FreePort.find()),
            Duration.ofSeconds(60));
    var failure = assertThrows(IOException.class, program::start);
    assertTrue(failure.getMessage().contains("ended with code 3"), failure.getMessage());
    assertTrue(failure.getMessage().contains("the disk is full"), failure.getMessage());
  }

  @Test
  void its_environment_is_not_printed() {
    var program =
        new Program(List.of("true"), folder, Map.of("SECRET", "s3cret"), Tether.DeathSignal.KILL);
    assertFalse(program.toString().contains("s3cret"));
  }

  private HttpProgram webServer(String readyPath, Duration deadline) throws IOException {
    int port = FreePort.find();
    return program(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString(),
            "-p",
            Integer.toString(port),
            "-d",
            folder.toString()),
        URI.create("http://127.0.0.1:" + port + readyPath),
        deadline);
  }

  private HttpProgram program(List<String> command, URI ready, Duration deadline) {
    return new HttpProgram(
        "web",
        new Program(command, folder, Map.of(), Tether.DeathSignal.KILL),
        ready,
        folder.resolve("web.log"),
        deadline,
        Duration.ofSeconds(5));
  }
}
