package io.atalaya.api.platform;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bounds bodies that come without a length, while they are read. {@link HttpEdge} refuses the ones
 * whose announced length is too large already.
 */
@Provider
public final class BodyLimit implements ReaderInterceptor {
  /** Longest body we read. */
  static final long MAX_BYTES = 1024L * 1024;

  static DomainError tooLarge() {
    return new DomainError.TooLarge(
        RequestErrorCode.PAYLOAD_TOO_LARGE,
        "the body is larger than %d bytes".formatted(MAX_BYTES),
        Map.of("maxBytes", MAX_BYTES));
  }

  @Override
  public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    context.setInputStream(new Counted(context.getInputStream()));
    return context.proceed();
  }

  /** An {@link IOException}, because Jackson lets nothing else through unwrapped. */
  static final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Counted extends FilterInputStream {
    private long seenBytes;

    Counted(InputStream in) {
      super(in);
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
      if (seenBytes > MAX_BYTES) {
        throw new BodyTooLarge();
      }
    }
  }
}
