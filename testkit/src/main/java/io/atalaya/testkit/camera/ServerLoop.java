package io.atalaya.testkit.camera;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's one thread: it accepts, reads, answers and paces. Everything else of the server
 * belongs to it; other threads hand it work by {@link #call}.
 */
final class ServerLoop implements Runnable {
  private static final System.Logger LOG = System.getLogger(ServerLoop.class.getName());
  private static final int MAX_CONNECTIONS = 4096;
  private static final int LISTEN_BACKLOG = 1024;
  private static final int SEND_BUFFER_BYTES = 256 << 10;
  private static final long SWEEP_INTERVAL_NANOS = 250_000_000L;
  private static final long MAX_SELECT_NANOS = 1_000_000_000L;
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final Selector selector;
  private final UdpPorts udp;
  private final RandomGenerator random;
  private final Pacer pacer = new Pacer();
  private final RtspMethods methods;
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final Queue<FutureTask<?>> calls = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private final InetSocketAddress address;
  private @Nullable ServerSocketChannel listener;
  private volatile boolean stopping;

  /**
   * Listens; {@link #start} makes it serve.
   *
   * @param cameras by path; changed on this loop's thread only
   */
  ServerLoop(InetSocketAddress bind, Map<String, LiveCamera> cameras, RandomGenerator random)
      throws IOException {
    this.random = random;
    this.selector = Selector.open();
    try {
      ServerSocketChannel first = listen(bind);
      this.listener = first;
      this.address = (InetSocketAddress) first.getLocalAddress();
      this.udp = UdpPorts.open(bind.getAddress(), selector);
    } catch (IOException e) {
      closeAll();
      throw e;
    }
    this.methods = new RtspMethods(cameras, udp, pacer, random);
    this.thread = Thread.ofPlatform().name("camera-simulator").daemon().unstarted(this);
  }

  void start() {
    pacer.add(new Sweep(System.nanoTime()));
    thread.start();
  }

  /** Where it listens, or did before {@link #stopListening}. */
  InetSocketAddress address() {
    return address;
  }

  /**
   * Runs the work on the loop's thread and waits for it.
   *
   * @throws IllegalStateException when the loop has stopped, or does not answer within {@link
   *     #MAX_WAIT}
   */
  <T> T call(Callable<T> work) {
    var task = new FutureTask<>(work);
    calls.add(task);
    selector.wakeup();
    try {
      if (!thread.isAlive()) {
        throw new IllegalStateException("the camera simulator is closed");
      }
      return task.get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the camera simulator did not answer in " + MAX_WAIT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** On this loop's thread: ends all sessions of the camera, with a BYE or with a reset. */
  void endSessions(LiveCamera camera, boolean politely) {
    for (RtspSession session : List.copyOf(camera.sessions())) {
      if (politely) {
        session.bye();
        session.connection().finish();
      } else {
        session.connection().reset();
      }
    }
  }

  /** On this loop's thread: closes the listener, so that connecting is refused. */
  void stopListening() throws IOException {
    ServerSocketChannel open = listener;
    if (open != null) {
      listener = null;
      open.close();
      selector.selectNow(); // The port is closed for good when the selector lets go of it.
    }
  }

  /** On this loop's thread: listens again on the same port. */
  void resumeListening() throws IOException {
    if (listener == null) {
      listener = listen(address);
    }
  }

  private ServerSocketChannel listen(InetSocketAddress bind) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(bind, LISTEN_BACKLOG);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_ACCEPT);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        turn();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "the camera simulator stops: its selector failed", e);
    } finally {
      List.copyOf(connections).forEach(Connection::close);
      closeAll();
    }
  }

  private void turn() throws IOException {
    long wait = pacer.nanosToNext(System.nanoTime(), MAX_SELECT_NANOS);
    if (wait > 0) {
      selector.select(TimeUnit.NANOSECONDS.toMillis(wait) + 1);
    } else {
      selector.selectNow();
    }
    for (FutureTask<?> task = calls.poll(); task != null; task = calls.poll()) {
      task.run();
    }
    guarded(() -> pacer.run(System.nanoTime()));
    for (SelectionKey key : selector.selectedKeys()) {
      guarded(() -> serve(key));
    }
    selector.selectedKeys().clear();
    connections.removeIf(Connection::closeIfBroken);
  }

  private interface Step {
    void run() throws IOException;
  }

  /** A failure or a bug met in one step must not end the others: it is logged. */
  private static void guarded(Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "one step of the camera simulator failed", e);
    }
  }

  private void serve(SelectionKey key) throws IOException {
    if (!key.isValid()) {
      return;
    }
    switch (key.attachment()) {
      case Connection connection -> serve(connection, key);
      case UdpPorts ports -> ports.read(key, System.nanoTime());
      case null -> accept();
      default -> throw new IllegalStateException("a key of nobody: " + key.attachment());
    }
  }

  private static void serve(Connection connection, SelectionKey key) {
    try {
      if (key.isWritable()) {
        connection.writeBacklog();
      }
      if (key.isValid() && key.isReadable()) {
        connection.read(System.nanoTime());
      }
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void accept() {
    ServerSocketChannel open = listener;
    if (open == null) {
      return;
    }
    try {
      for (SocketChannel next = open.accept(); next != null; next = open.accept()) {
        welcome(next);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "a connection was not accepted: {0}", e.getMessage());
    }
  }

  private void welcome(SocketChannel channel) throws IOException {
    try {
      if (connections.size() >= MAX_CONNECTIONS) {
        throw new IOException("more than " + MAX_CONNECTIONS + " connections");
      }
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      String nonce = "%016x%016x".formatted(random.nextLong(), random.nextLong());
      var connection = new Connection(channel, key, methods, udp, nonce, System.nanoTime());
      key.attach(connection);
      connections.add(connection);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Looks for silent sessions and connections, four times a second. */
  private final class Sweep implements Pacer.Beat {
    private long dueNanos;

    Sweep(long dueNanos) {
      this.dueNanos = dueNanos;
    }

    @Override
    public long dueNanos() {
      return dueNanos;
    }

    @Override
    public boolean play(long nowNanos) {
      connections.forEach(connection -> connection.expire(nowNanos));
      dueNanos = nowNanos + SWEEP_INTERVAL_NANOS;
      return true;
    }
  }

  /** Closes everything and waits for the thread to end. */
  void stop() {
    stopping = true;
    selector.wakeup();
    try {
      if (!thread.join(MAX_WAIT)) {
        throw new IllegalStateException("the camera simulator did not stop in " + MAX_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() {
    var open = new ArrayList<AutoCloseable>();
    selector.keys().forEach(key -> open.add(key.channel()));
    open.add(selector);
    for (AutoCloseable resource : open) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "closing {0}: {1}", resource, e.getMessage());
      }
    }
  }
}
