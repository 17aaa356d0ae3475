package io.atalaya.api.platform;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.gateway.Heartbeat;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bounds bodies that come without a length, while they are read. {@link HttpEdge} refuses the ones
 * whose announced length is too large already.
 */
@Provider
public final class BodyLimit implements ReaderInterceptor {
  /** Longest body we read, but for a heartbeat. */
  static final long MAX_BYTES = 1024L * 1024;

  private static final String HEARTBEAT = "/internal/v1/heartbeat";

  /** Longest body that is read at an address. */
  static long maxBytes(String path) {
    return path.equals(HEARTBEAT) ? Heartbeat.MAX_BYTES : MAX_BYTES;
  }

  static DomainError tooLarge(long maxBytes) {
    return new DomainError.TooLarge(
        RequestErrorCode.PAYLOAD_TOO_LARGE,
        "the body is larger than %d bytes".formatted(maxBytes),
        Map.of("maxBytes", maxBytes));
  }

  @Override
  public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    long maxBytes = context.getType() == Heartbeat.Request.class ? Heartbeat.MAX_BYTES : MAX_BYTES;
    var body = new PushbackInputStream(new Counted(context.getInputStream(), maxBytes));
    int first = body.read();
    if (first < 0) {
      return null; // As Jackson's reader says of nothing, but it throws and catches to find out.
    }
    body.unread(first);
    context.setInputStream(body);
    return context.proceed();
  }

  /** An {@link IOException}, because Jackson lets nothing else through unwrapped. */
  static final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1L;
    final long maxBytes;

    BodyTooLarge(long maxBytes) {
      this.maxBytes = maxBytes;
    }
  }

  private static final class Counted extends FilterInputStream {
    private final long maxBytes;
    private long seenBytes;

    Counted(InputStream in, long maxBytes) {
      super(in);
      this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int bytes) throws BodyTooLarge {
      seenBytes += bytes;
      if (seenBytes > maxBytes) {
        throw new BodyTooLarge(maxBytes);
      }
    }
  }
}
