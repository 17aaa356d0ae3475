package io.atalaya.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A bad network between a client and an RTSP camera: what the camera sends goes through {@link
 * Weather}, which may change at any moment. Every method may be called by any thread.
 */
public final class FaultProxy implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Messages and packets on their way; when full, the camera has to wait. */
  private static final int QUEUED = 20_000;

  private final ServerSocket server;
  private final InetSocketAddress camera;
  private final RandomGenerator random;
  private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Weather weather = Weather.FINE;

  /**
   * What happens to what a camera sends.
   *
   * @param latency of each message and packet
   * @param bytesPerSecond at most; 0 for no limit
   * @param corruption how likely one random byte of a packet or message is changed, 0 to 1
   * @param loss how likely a whole packet is left out, 0 to 1
   * @param frozen nothing arrives, connections stay
   */
  public record Weather(
      Duration latency, long bytesPerSecond, double corruption, double loss, boolean frozen) {
    public static final Weather FINE = new Weather(Duration.ZERO, 0, 0, 0, false);
    public static final Weather FROZEN = new Weather(Duration.ZERO, 0, 0, 0, true);

    public static Weather late(Duration latency) {
      return new Weather(latency, 0, 0, 0, false);
    }

    public static Weather narrow(long bytesPerSecond) {
      return new Weather(Duration.ZERO, bytesPerSecond, 0, 0, false);
    }

    public static Weather corrupting(double probability) {
      return new Weather(Duration.ZERO, 0, probability, 0, false);
    }

    public static Weather losing(double probability) {
      return new Weather(Duration.ZERO, 0, 0, probability, false);
    }
  }

  private FaultProxy(ServerSocket server, InetSocketAddress camera, long seed) {
    this.server = server;
    this.camera = camera;
    this.random = new SplittableRandom(seed);
  }

  /** Listens on a free port of the loopback address, in front of a port there. */
  public static FaultProxy before(int cameraPort, long seed) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    var proxy =
        new FaultProxy(
            new ServerSocket(0, 50, loopback), new InetSocketAddress(loopback, cameraPort), seed);
    Thread _ = Thread.ofVirtual().name("fault-proxy").start(proxy::accept);
    return proxy;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** From now on; also for what is on its way. */
  public void weather(Weather next) {
    weather = next;
  }

  /** Resets (RST) all connections, on both sides. */
  public void reset() {
    passages.forEach(Passage::reset);
  }

  /** Connections that were ever accepted. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    reset();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        connections.incrementAndGet();
        Thread _ = Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        // Closed, or a client that left at once.
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        var upstream = new Socket()) {
      upstream.connect(camera, (int) CONNECT.toMillis());
      var passage = new Passage(client, upstream);
      passages.add(passage);
      try {
        passage.run();
      } finally {
        passages.remove(passage);
      }
    } catch (IOException _) {
      // One of the two left, which the other one sees.
    }
  }

  /** One connection. */
  private final class Passage {
    private final Socket client;
    private final Socket upstream;
    private final BlockingQueue<Unit> queue = new ArrayBlockingQueue<>(QUEUED);

    /** A message or a packet, and when it came; an empty one ends it all. */
    private static final class Unit {
      final byte[] bytes;
      final boolean packet;
      final long arrivedNanos = System.nanoTime();

      Unit(byte[] bytes, boolean packet) {
        this.bytes = bytes;
        this.packet = packet;
      }
    }

    private static Unit end() {
      return new Unit(new byte[0], false);
    }

    Passage(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void run() throws IOException {
      Thread _ = Thread.ofVirtual().start(this::requests);
      Thread _ = Thread.ofVirtual().start(this::collect);
      try {
        deliver(client.getOutputStream());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    /** What the client says goes through as it is. */
    private void requests() {
      try {
        client.getInputStream().transferTo(upstream.getOutputStream());
        upstream.shutdownOutput();
      } catch (IOException _) {
        close();
      }
    }

    private void collect() {
      try {
        var in = new DataInputStream(new BufferedInputStream(upstream.getInputStream(), 1 << 16));
        while (true) {
          Unit unit = unit(in);
          queue.put(unit);
          if (unit.bytes.length == 0) {
            return;
          }
        }
      } catch (IOException _) {
        close();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private static Unit unit(DataInputStream in) throws IOException {
      int first = in.read();
      if (first != '$') {
        return first < 0 ? end() : new Unit(message(first, in), false);
      }
      byte channel = in.readByte();
      int length = in.readUnsignedShort();
      byte[] bytes = new byte[4 + length];
      bytes[0] = '$';
      bytes[1] = channel;
      bytes[2] = (byte) (length >> 8);
      bytes[3] = (byte) length;
      in.readFully(bytes, 4, length);
      return new Unit(bytes, true);
    }

    /** A line; the lines of a header and a body's need not stay together. */
    private static byte[] message(int first, InputStream in) throws IOException {
      var line = new ByteArrayOutputStream();
      line.write(first);
      for (int next = first; next != '\n' && next >= 0; ) {
        next = in.read();
        if (next >= 0) {
          line.write(next);
        }
      }
      return line.toByteArray();
    }

    private void deliver(OutputStream out) throws IOException, InterruptedException {
      while (true) {
        Unit unit = queue.take();
        if (unit.bytes.length == 0) {
          return;
        }
        awaitTime(unit);
        Weather now = weather;
        if (unit.packet && chance(now.loss)) {
          continue;
        }
        byte[] bytes = unit.bytes;
        if (chance(now.corruption)) {
          bytes[below(bytes.length)] ^= (byte) (1 + below(255));
        }
        if (now.bytesPerSecond > 0) {
          TimeUnit.NANOSECONDS.sleep(bytes.length * 1_000_000_000L / now.bytesPerSecond);
        }
        out.write(bytes);
      }
    }

    private void awaitTime(Unit unit) throws InterruptedException {
      while (weather.frozen && !client.isClosed()) {
        Thread.sleep(20);
      }
      long late = unit.arrivedNanos + weather.latency.toNanos() - System.nanoTime();
      if (late > 0) {
        TimeUnit.NANOSECONDS.sleep(late);
      }
    }

    void reset() {
      try {
        client.setSoLinger(true, 0);
        upstream.setSoLinger(true, 0);
      } catch (IOException _) {
        // Closed already.
      }
      close();
    }

    private void close() {
      for (Socket socket : new Socket[] {client, upstream}) {
        try {
          socket.close();
        } catch (IOException _) {
          // Closed it is.
        }
      }
      boolean _ = queue.offer(end());
    }
  }

  private boolean chance(double probability) {
    synchronized (random) {
      return probability > 0 && random.nextDouble() < probability;
    }
  }

  private int below(int bound) {
    synchronized (random) {
      return random.nextInt(bound);
    }
  }
}
