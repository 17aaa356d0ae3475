package io.atalaya.testkit.camera;

/**
 * Where a simulator listens.
 *
 * @param bind an address of this machine; a name is looked up
 * @param port a TCP port, or 0 for any free one
 */
public record SimulatorOptions(String bind, int port) {
  public SimulatorOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }

  /** Any free port of the loopback interface. */
  public static SimulatorOptions loopback() {
    return new SimulatorOptions("127.0.0.1", 0);
  }
}
