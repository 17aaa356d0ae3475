package io.atalaya.launcher;

import io.atalaya.launcher.demo.Demo;
import io.atalaya.launcher.demo.User;
import io.atalaya.launcher.dev.SourceWatch;
import io.atalaya.launcher.service.CloseStack;
import io.atalaya.launcher.service.FreePort;
import io.atalaya.launcher.service.Keeper;
import io.atalaya.launcher.service.Service;
import java.io.IOException;
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
  private static final List<String> API = List.of("contract", "ui", "api");
  private static final List<String> GATEWAY = List.of("contract", "media", "stream-gateway");

  private final Path root;
  private final CloseStack stack;
  private final Consumer<String> log;

  /**
   * @param root of the built product
   * @param stack gets what is to be stopped
   */
  Launch(Path root, CloseStack stack, Consumer<String> log) {
    this.root = root;
    this.stack = stack;
    this.log = log;
  }

  /** Returns when everything serves; the answer is what to tell a person. */
  String run(Mode mode, Options options) throws IOException, InterruptedException, LaunchRefused {
    Addresses addresses = Addresses.of(options, mode);
    DataFolder folder = stack.add(DataFolder.open(options.data()));
    Files.deleteIfExists(folder.runFile());
    Ports.requireFree(options.bind(), options.ports(mode));
    var site = new Site(mode, options, addresses, folder, Secrets.of(folder), root);
    return mode.hasDemo() ? demo(site) : production(site);
  }

  private String production(Site site) throws IOException, InterruptedException, LaunchRefused {
    startServices(site);
    publish(RunFile.of(site.addresses(), List.of(), List.of(), List.of()), site.folder());
    return Welcome.production(site);
  }

  private String demo(Site site) throws IOException, InterruptedException, LaunchRefused {
    String adminPassword = site.secrets().adminPassword();
    Path state = site.folder().secret("demo.json");
    Demo demo = stack.add(Demo.start(state, site.options().extraCameras()));
    startServices(site);
    demo.load(site.addresses().apiInside(), adminPassword);
    var admin = new User("platform_admin", null, "admin", adminPassword);
    List<User> users = Stream.concat(Stream.of(admin), demo.users().stream()).toList();
    publish(RunFile.of(site.addresses(), users, demo.apiKeys(), demo.cameras()), site.folder());
    return Welcome.demo(site, users);
  }

  private void startServices(Site site) throws IOException, InterruptedException, LaunchRefused {
    int databasePort = databasePort(site);
    DataFolder folder = site.folder();
    var programs = new Programs(site, databasePort, stack);
    var postgres =
        new PostgresService(folder.postgres(), databasePort, folder.freshLog("postgres"));
    log.accept("starting PostgreSQL, stream-gateway and api; logs are in " + folder + "/logs");
    Keeper postgresKeeper = begin(postgres);
    Keeper gatewayKeeper = begin(live(site, GATEWAY, programs.gateway()));
    postgresKeeper.awaitReady();
    Keeper apiKeeper = begin(live(site, API, programs.api(postgres.credentials())));
    gatewayKeeper.awaitReady();
    apiKeeper.awaitReady();
    if (programs.isLearning()) {
      String why = "stopping; this once it takes some seconds, which the next start saves";
      stack.add(() -> log.accept(why));
    }
    if (site.mode() == Mode.DEV) {
      begin(programs.ui("portal", site.addresses().portal())).awaitReady();
      begin(programs.ui("admin", site.addresses().admin())).awaitReady();
      watch(API, apiKeeper, folder);
      watch(GATEWAY, gatewayKeeper, folder);
    }
  }

  private Service live(Site site, List<String> modules, Service application) throws IOException {
    return site.mode() == Mode.DEV
        ? SourceWatch.replaceable(root, modules, application)
        : application;
  }

  private void watch(List<String> modules, Keeper application, DataFolder folder)
      throws IOException {
    Path buildLog = folder.freshLog("build-" + modules.getLast());
    stack.add(SourceWatch.begin(root, modules, application, buildLog, log));
  }

  private Keeper begin(Service service) {
    return stack.add(Keeper.begin(service, log));
  }

  /** Nobody outside needs to know it, so it is never one somebody else counts on. */
  private static int databasePort(Site site) {
    List<Integer> others =
        site.options().ports(site.mode()).stream().map(Options.Port::number).toList();
    int port = FreePort.find();
    while (others.contains(port)) {
      port = FreePort.find();
    }
    return port;
  }

  private void publish(RunFile runFile, DataFolder folder) throws IOException {
    runFile.write(folder.runFile());
    stack.add(() -> Files.deleteIfExists(folder.runFile()));
  }
}
