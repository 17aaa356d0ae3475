package io.atalaya.gateway.engine.inprocess;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Waits for a socket that never blocks. An interrupt ends the wait and leaves the socket open,
 * which a blocking read would not: the camera can still be told goodbye. One thread.
 */
final class Patience implements AutoCloseable {
  private final Selector selector;
  private final SelectionKey key;

  Patience(SocketChannel channel) throws IOException {
    selector = Selector.open();
    try {
      key = channel.register(selector, 0);
    } catch (IOException e) {
      selector.close();
      throw e;
    }
  }

  /**
   * Until the socket is ready for {@code operation}, or perhaps before: look again.
   *
   * @throws SocketTimeoutException when it is not in time
   */
  void until(int operation, Deadline deadline) throws IOException, InterruptedException {
    key.interestOps(operation);
    int _ = selector.select(deadline.leftMillis());
    selector.selectedKeys().clear();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }
}
