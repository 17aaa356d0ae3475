package io.atalaya.gateway.engine.inprocess;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a connection, as they are or inside TLS. Nothing here waits. One thread. */
interface Wire extends AutoCloseable {
  /** Reads what there is, as far as there is room; 0 when there is nothing, -1 at the end. */
  int read(ByteBuf into) throws IOException;

  /**
   * Writes all of it.
   *
   * @throws IOException also when not all of it can go at once: who does not read is gone
   */
  void write(ByteBuffer bytes) throws IOException;

  @Override
  void close();
}
