package io.atalaya.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the command line asks for. */
record Options(
    Path data, int apiPort, int gatewayPort, int managementPort, String bind, int extraCameras) {
  /** Enough for a load test on one machine; a typing error beyond it would only hurt. */
  private static final int MAX_EXTRA_CAMERAS = 2_000;

  private static final int MAX_PORT = 65_535;

  static final Options DEFAULT = new Options(Path.of("data"), 8080, 8081, 9000, "127.0.0.1", 0);

  /** Reads {@code --name value} and {@code --name=value}; the last of a kind wins. */
  static Options parse(List<String> arguments, Mode mode) throws LaunchRefused {
    Options options = DEFAULT;
    var rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (!NAMES.contains(name)) {
        throw new LaunchRefused("no option is called '" + argument + "'; see ./atalaya help");
      }
      if (equals < 0 && !rest.hasNext()) {
        throw new LaunchRefused(name + " needs a value");
      }
      options = options.with(name, equals < 0 ? rest.next() : argument.substring(equals + 1));
    }
    options.requireDistinctPorts(mode);
    return options;
  }

  private static final Set<String> NAMES =
      Set.of("--data", "--api-port", "--gateway-port", "--management-port", "--bind", "--cameras");

  private Options with(String name, String value) throws LaunchRefused {
    return switch (name) {
      case "--data" ->
          new Options(Path.of(value), apiPort, gatewayPort, managementPort, bind, extraCameras);
      case "--api-port" ->
          new Options(data, port(name, value), gatewayPort, managementPort, bind, extraCameras);
      case "--gateway-port" ->
          new Options(data, apiPort, port(name, value), managementPort, bind, extraCameras);
      case "--management-port" ->
          new Options(data, apiPort, gatewayPort, port(name, value), bind, extraCameras);
      case "--bind" -> new Options(data, apiPort, gatewayPort, managementPort, value, extraCameras);
      case "--cameras" ->
          new Options(
              data,
              apiPort,
              gatewayPort,
              managementPort,
              bind,
              number(name, value, 0, MAX_EXTRA_CAMERAS));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static int port(String name, String value) throws LaunchRefused {
    return number(name, value, 1, MAX_PORT);
  }

  private static int number(String name, String value, int least, int most) throws LaunchRefused {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Refused below, like a number out of range.
    }
    throw new LaunchRefused(
        name + " is a number from " + least + " to " + most + ", not '" + value + "'");
  }

  private void requireDistinctPorts(Mode mode) throws LaunchRefused {
    var taken = new HashSet<Integer>();
    for (Port port : ports(mode)) {
      if (!taken.add(port.number())) {
        throw new LaunchRefused(
            "port " + port.number() + " is given twice: " + port.option() + " must differ");
      }
    }
    if (gatewayManagementPort() > MAX_PORT) {
      throw new LaunchRefused("--management-port leaves no port after it for the gateway's");
    }
  }

  int gatewayManagementPort() {
    return managementPort + 1;
  }

  int devPortalPort() {
    return apiPort + 2;
  }

  int devAdminPort() {
    return apiPort + 3;
  }

  /** Every port we listen on in that mode, with the option that moves it. */
  List<Port> ports(Mode mode) {
    if (mode != Mode.DEV) {
      return ports();
    }
    var all = new ArrayList<>(ports());
    all.add(new Port(devPortalPort(), "--api-port (the portal's is the second after it)"));
    all.add(new Port(devAdminPort(), "--api-port (the admin UI's is the third after it)"));
    return all;
  }

  /** Those of api and gateway. */
  List<Port> ports() {
    return List.of(
        new Port(apiPort, "--api-port"),
        new Port(gatewayPort, "--gateway-port"),
        new Port(managementPort, "--management-port"),
        new Port(gatewayManagementPort(), "--management-port (the gateway's is the next)"));
  }

  record Port(int number, String option) {}
}
