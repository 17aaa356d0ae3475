package io.atalaya.gateway.engine.inprocess;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection as it is: one read, straight into where it is taken apart. */
record PlainWire(SocketChannel channel) implements Wire {
  @Override
  public int read(ByteBuf into) throws IOException {
    return into.writeBytes(channel, into.writableBytes());
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      throw new IOException("the camera does not read what it is sent");
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // Closed it is.
    }
  }
}
