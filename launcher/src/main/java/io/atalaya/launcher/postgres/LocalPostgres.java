package io.atalaya.launcher.postgres;

import io.atalaya.launcher.files.SecretFile;
import io.atalaya.launcher.service.FreePort;
import io.atalaya.launcher.service.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server that is a direct child of this JVM and never outlives it.
 *
 * <p>It listens on 127.0.0.1 only, over no Unix socket, and asks every role for a password. Its
 * files are in one folder; starting again on that folder recovers, also after a {@code kill -9} of
 * the server or of this JVM.
 */
public final class LocalPostgres implements Service.Running {
  static final String SUPERUSER = "postgres";

  private static final Duration START_DEADLINE = Duration.ofSeconds(60);
  private static final long INITDB_SECONDS = 120;
  private static final long FAST_STOP_SECONDS = 10;
  private static final long IMMEDIATE_STOP_SECONDS = 5;

  private final Path home;
  private final int port;
  private final String superuserPassword;
  private final Process process;

  private LocalPostgres(Path home, int port, String superuserPassword, Process process) {
    this.home = home;
    this.port = port;
    this.superuserPassword = superuserPassword;
    this.process = process;
  }

  /** Starts a durable server whose log is {@code home/postgres.log}. */
  public static LocalPostgres start(Path home, int port) throws IOException {
    return start(home, port, Durability.DURABLE);
  }

  /** Starts a server whose log is {@code home/postgres.log}. */
  public static LocalPostgres start(Path home, int port, Durability durability) throws IOException {
    return start(home, port, durability, home.resolve("postgres.log"));
  }

  /**
   * Initialises the folder if it is new, starts the server, and returns when it accepts
   * connections.
   *
   * @param home its folder; made if missing
   * @param port 0 for any free one
   * @param log its output is appended here
   * @throws IOException if it is not ready within a minute; the message has the log's end
   */
  public static LocalPostgres start(Path home, int port, Durability durability, Path log)
      throws IOException {
    return start(home, port, durability, log, Rootless.here());
  }

  static LocalPostgres start(
      Path home, int port, Durability durability, Path log, Rootless rootless) throws IOException {
    Files.createDirectories(home);
    Path bin = PostgresBinaries.folder();
    Path data = home.toAbsolutePath().resolve("data");
    String password = SecretFile.readOrCreate(home.resolve("superuser.pw"));
    if (!Files.exists(data)) {
      initialise(bin, data, home.resolve("superuser.pw"), rootless);
    }
    rootless.give(data);
    int listen = port == 0 ? FreePort.find() : port;
    List<String> command = rootless.command(serverCommand(bin, data, listen, durability));
    return new LocalPostgres(
        home, listen, password, ServerStart.run(command, data, log, START_DEADLINE));
  }

  /** In a folder beside the real one, so that a crash half-way leaves nothing that looks done. */
  private static void initialise(Path bin, Path data, Path passwordFile, Rootless rootless)
      throws IOException {
    Path unfinished = Files.createTempDirectory(data.getParent(), "initdb-");
    rootless.give(unfinished);
    rootless.run(
        List.of(
            bin.resolve("initdb").toString(),
            "--pgdata=" + unfinished,
            "--username=" + SUPERUSER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8"),
        INITDB_SECONDS);
    Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> serverCommand(Path bin, Path data, int port, Durability durability) {
    var command =
        new ArrayList<>(
            List.of(
                bin.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-h",
                "127.0.0.1",
                "-k",
                "",
                "-c",
                "shared_buffers=64MB",
                "-c",
                "io_method=sync",
                "-c",
                "jit=off"));
    command.addAll(durability.serverOptions());
    return command;
  }

  /** Makes the product's roles and database if they are missing; idempotent. */
  public DatabaseCredentials prepareDatabase() throws IOException, SQLException {
    return ProductDatabase.prepare(this, home);
  }

  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  public int port() {
    return port;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  public String superuserPassword() {
    return superuserPassword;
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Stops it without waiting for its clients to leave; returns when it is gone. */
  @Override
  public void close() {
    try {
      if (!stopped("INT", FAST_STOP_SECONDS) && !stopped("QUIT", IMMEDIATE_STOP_SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      process.destroyForcibly();
      throw new UncheckedIOException("cannot signal PostgreSQL " + process.pid(), e);
    }
  }

  private boolean stopped(String signal, long seconds) throws IOException, InterruptedException {
    if (process.isAlive()) {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    }
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }
}
