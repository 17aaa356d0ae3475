package io.atalaya.testkit.camera;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * An RTSP server full of cameras. Add cameras, hand their {@link #url}s to what is to be tried, and
 * break them with {@link #fault}. Every method may be called by any thread; what a method does has
 * taken effect when it returns. Methods that name a camera throw {@link IllegalArgumentException}
 * when there is none of that name.
 */
public final class CameraSimulator implements AutoCloseable {
  private final Map<String, LiveCamera> cameras;
  private final ServerLoop loop;
  private final InstantSource clock;
  private final RandomGenerator random;

  private CameraSimulator(
      Map<String, LiveCamera> cameras,
      ServerLoop loop,
      InstantSource clock,
      RandomGenerator random) {
    this.cameras = cameras;
    this.loop = loop;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Listens and serves until {@link #close}.
   *
   * @throws java.net.BindException when the port is in use or the address not this machine's
   */
  public static CameraSimulator start(SimulatorOptions options) throws IOException {
    var cameras = new ConcurrentHashMap<String, LiveCamera>();
    var bind = new InetSocketAddress(InetAddress.getByName(options.bind()), options.port());
    var random = new SecureRandom();
    var loop = new ServerLoop(bind, cameras, random);
    loop.start();
    return new CameraSimulator(cameras, loop, InstantSource.system(), random);
  }

  /** Switches a camera on; one of the same name must not exist. */
  public void add(Camera camera) {
    Timeline timeline =
        Timeline.startingNow(camera.clip(), camera.phase(), clock.instant(), System.nanoTime());
    var live = new LiveCamera(camera, timeline, random);
    boolean added = loop.call(() -> cameras.putIfAbsent(camera.name(), live) == null);
    if (!added) {
      throw new IllegalArgumentException("there is a camera " + camera.name() + " already");
    }
  }

  /** Takes a camera away: its sessions are reset, and its URL is answered 404. */
  public void remove(String name) {
    LiveCamera camera = camera(name);
    loop.call(() -> {
      cameras.remove(name);
      loop.endSessions(camera, false);
      return true;
    });
  }

  /**
   * Breaks a camera. A lasting fault takes the place of the one before; a momentary one does not.
   */
  public void fault(String name, Fault fault) {
    LiveCamera camera = camera(name);
    loop.call(() -> {
      switch (fault) {
        case Fault.Lasting lasting -> {
          camera.setFault(lasting);
          if (lasting == Fault.Lasting.REFUSE) {
            loop.endSessions(camera, false);
          }
        }
        case Fault.Loss loss -> camera.setFault(loss);
        case Fault.Momentary momentary ->
            loop.endSessions(camera, momentary == Fault.Momentary.DROP);
      }
      return true;
    });
  }

  /** Ends the camera's lasting fault, if it has one. */
  public void heal(String name) {
    LiveCamera camera = camera(name);
    loop.call(() -> {
      camera.setFault(null);
      return true;
    });
  }

  /** Closes the listening port, so that connecting to any camera is refused; sessions go on. */
  public void stopListening() {
    loop.call(() -> {
      loop.stopListening();
      return true;
    });
  }

  /** Listens again on the same port. */
  public void resumeListening() {
    loop.call(() -> {
      loop.resumeListening();
      return true;
    });
  }

  /** The TCP port it listens on. */
  public int port() {
    return loop.address().getPort();
  }

  /** The camera's URL without credentials. */
  public String url(String name) {
    return "rtsp://" + authority() + "/" + camera(name).camera().name();
  }

  /** The camera's URL with its credentials, if it has any, percent-encoded. Keep it out of logs. */
  public String urlWithCredentials(String name) {
    return camera(name)
        .camera()
        .credentials()
        .map(both -> encode(both.username()) + ":" + encode(both.password()) + "@")
        .map(userInfo -> "rtsp://" + userInfo + authority() + "/" + name)
        .orElseGet(() -> url(name));
  }

  /** What the camera has seen so far. */
  public Counters counters(String name) {
    return camera(name).counters();
  }

  /** Ends all sessions and waits until nothing of the server is left. */
  @Override
  public void close() {
    loop.stop();
  }

  private LiveCamera camera(String name) {
    LiveCamera camera = cameras.get(name);
    if (camera == null) {
      throw new IllegalArgumentException("there is no camera " + name);
    }
    return camera;
  }

  private String authority() {
    InetAddress address = loop.address().getAddress();
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
