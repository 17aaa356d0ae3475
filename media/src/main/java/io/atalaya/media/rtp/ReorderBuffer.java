package io.atalaya.media.rtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Puts packets that came as datagrams in order again, as far as waiting pays.
 *
 * <p>What comes in order passes straight through. What comes early is copied and waits for what is
 * missing before it: until that comes, until {@link #MAX_WAIT_NANOS} have passed, or until there
 * would be more than {@link #MAX_PACKETS}; then what is missing is given up. What comes after that,
 * or again, is left out. Not thread-safe.
 */
public final class ReorderBuffer implements AutoCloseable {
  public static final int MAX_PACKETS = 64;
  public static final long MAX_WAIT_NANOS = 100_000_000;

  private static final int HEADER_BYTES = 12;

  private final ByteBufAllocator allocator;
  private final Sink sink;

  /** By the lowest bits of their numbers, which are all within {@link #MAX_PACKETS}. */
  private final @Nullable ByteBuf[] waiting = new ByteBuf[MAX_PACKETS];

  private int count;
  private int expected;
  private int ssrc;
  private boolean started;
  private long sinceNanos;
  private int latest;
  private long reordered;

  /** Takes them in order; the bytes are its own only until it returns. */
  public interface Sink {
    void packet(ByteBuf bytes, int index, int length);
  }

  public ReorderBuffer(ByteBufAllocator allocator, Sink sink) {
    this.allocator = allocator;
    this.sink = sink;
  }

  /** Takes a packet; what is none is passed over. */
  public void packet(ByteBuf bytes, int index, int length, long nowNanos) {
    if (length < HEADER_BYTES) {
      return;
    }
    int sequence = bytes.getUnsignedShort(index + 2);
    int sender = bytes.getInt(index + 8);
    int ahead = sequence - expected & 0xFFFF;
    boolean behind = ahead >= 0x8000;
    boolean anew =
        !started || sender != ssrc || (behind && 0x10000 - ahead >= Sequence.MAX_DROPOUT);
    if (anew || (!behind && ahead >= MAX_PACKETS)) {
      giveUp(MAX_PACKETS);
      started = true;
      ssrc = sender;
      expected = sequence;
      latest = sequence;
      ahead = 0;
    } else if (behind) {
      return;
    }
    if (ahead == 0) {
      order(sequence);
      pass(bytes, index, length);
      passWaiting();
    } else {
      hold(sequence, bytes, index, length, nowNanos);
    }
  }

  private void hold(int sequence, ByteBuf bytes, int index, int length, long nowNanos) {
    int slot = sequence % MAX_PACKETS;
    if (waiting[slot] != null) {
      return;
    }
    order(sequence);
    if (count == 0) {
      sinceNanos = nowNanos;
    }
    waiting[slot] = allocator.buffer(length).writeBytes(bytes, index, length);
    count++;
  }

  private void order(int sequence) {
    boolean late = latest != sequence && (latest - sequence & 0xFFFF) < 0x8000;
    if (late) {
      reordered++;
    } else {
      latest = sequence;
    }
  }

  private void pass(ByteBuf bytes, int index, int length) {
    expected = expected + 1 & 0xFFFF;
    sink.packet(bytes, index, length);
  }

  private void passWaiting() {
    while (count > 0) {
      ByteBuf next = waiting[expected % MAX_PACKETS];
      if (next == null) {
        return;
      }
      waiting[expected % MAX_PACKETS] = null;
      count--;
      try {
        pass(next, 0, next.readableBytes());
      } finally {
        next.release();
      }
    }
  }

  /** Steps over at most so many packets, passing on what waits. */
  private void giveUp(int most) {
    for (int i = 0; i < most && count > 0; i++) {
      expected = expected + 1 & 0xFFFF;
      passWaiting();
    }
  }

  /** Gives up what has been missing for too long; to be called now and then. */
  public void sweep(long nowNanos) {
    while (count > 0 && nowNanos - sinceNanos >= MAX_WAIT_NANOS) {
      int before = count;
      while (count == before) {
        giveUp(1);
      }
      sinceNanos = nowNanos;
    }
  }

  /** Packets that came after a later one and were put in their place. */
  public long reordered() {
    return reordered;
  }

  /** Lets go of what waits. */
  @Override
  public void close() {
    for (int i = 0; i < MAX_PACKETS; i++) {
      ByteBuf held = waiting[i];
      if (held != null) {
        held.release();
        waiting[i] = null;
      }
    }
    count = 0;
  }
}
