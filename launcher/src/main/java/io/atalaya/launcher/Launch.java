package io.atalaya.launcher;

import io.atalaya.launcher.demo.Demo;
import io.atalaya.launcher.demo.User;
import io.atalaya.launcher.service.CloseStack;
import io.atalaya.launcher.service.Keeper;
import io.atalaya.launcher.service.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One start of everything, from nothing to a product that serves.
 *
 * <p>The gateway needs no database and starts beside PostgreSQL; the api follows PostgreSQL. What
 * has been started goes on the stack, which stops it in the opposite order.
 */
final class Launch {
  private final Options options;
  private final Path root;
  private final CloseStack stack;
  private final Consumer<String> log;

  /**
   * @param root of the built product
   * @param stack gets what is to be stopped
   */
  Launch(Options options, Path root, CloseStack stack, Consumer<String> log) {
    this.options = options;
    this.root = root;
    this.stack = stack;
    this.log = log;
  }

  /** Returns when everything serves; the answer is what to tell a person. */
  String run(boolean withDemo) throws IOException, InterruptedException, LaunchRefused {
    Addresses addresses = Addresses.of(options);
    DataFolder folder = stack.add(DataFolder.open(options.data()));
    Files.deleteIfExists(folder.runFile());
    Ports.requireFree(options);
    Secrets secrets = Secrets.of(folder);
    return withDemo ? demo(folder, secrets, addresses) : production(folder, secrets, addresses);
  }

  private String production(DataFolder folder, Secrets secrets, Addresses addresses)
      throws IOException, InterruptedException, LaunchRefused {
    startServices(folder, secrets, addresses, false);
    publish(RunFile.of(addresses, List.of(), List.of(), List.of()), folder);
    return Welcome.production(addresses, folder, secrets);
  }

  private String demo(DataFolder folder, Secrets secrets, Addresses addresses)
      throws IOException, InterruptedException, LaunchRefused {
    Demo demo = stack.add(Demo.start(folder.secret("demo.json"), options.extraCameras()));
    startServices(folder, secrets, addresses, true);
    demo.load(addresses.apiInside(), secrets.adminPassword());
    var admin = new User("platform_admin", null, "admin", secrets.adminPassword());
    List<User> users = Stream.concat(Stream.of(admin), demo.users().stream()).toList();
    publish(RunFile.of(addresses, users, demo.apiKeys(), demo.cameras()), folder);
    return Welcome.demo(addresses, folder, users);
  }

  private void startServices(
      DataFolder folder, Secrets secrets, Addresses addresses, boolean localSources)
      throws IOException, InterruptedException, LaunchRefused {
    int databasePort = freePort();
    var programs =
        new Programs(options, addresses, folder, secrets, root, databasePort, localSources);
    var postgres =
        new PostgresService(folder.postgres(), databasePort, folder.freshLog("postgres"));
    log.accept("starting PostgreSQL, stream-gateway and api; logs are in " + folder + "/logs");
    Keeper postgresKeeper = begin(postgres);
    Keeper gatewayKeeper = begin(programs.gateway());
    postgresKeeper.awaitReady();
    Keeper apiKeeper = begin(programs.api(postgres.credentials()));
    gatewayKeeper.awaitReady();
    apiKeeper.awaitReady();
  }

  private Keeper begin(Service service) {
    return stack.add(Keeper.begin(service, log));
  }

  /** Nobody outside needs to know it, so it is never one somebody else counts on. */
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void publish(RunFile runFile, DataFolder folder) throws IOException {
    runFile.write(folder.runFile());
    stack.add(() -> Files.deleteIfExists(folder.runFile()));
  }
}
