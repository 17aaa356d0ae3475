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

  /** When each of them came. */
  private final long[] cameNanos = new long[MAX_PACKETS];

  private int count;
  private int expected;
  private int ssrc;
  private boolean started;
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
    if (anew) {
      giveUpAll();
      started = true;
      ssrc = sender;
      expected = sequence;
      latest = sequence;
    } else if (behind) {
      return;
    } else {
      makeRoom(sequence);
    }
    if (sequence == expected) {
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
    cameNanos[slot] = nowNanos;
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

  /** Steps over one number, passing on what waits behind it. */
  private void giveUp() {
    expected = expected + 1 & 0xFFFF;
    passWaiting();
  }

  private void giveUpAll() {
    while (count > 0) {
      giveUp();
    }
  }

  /** Gives up no more than what is too far before a number that has come. */
  private void makeRoom(int sequence) {
    while (count > 0 && (sequence - expected & 0xFFFF) >= MAX_PACKETS) {
      giveUp();
    }
    if ((sequence - expected & 0xFFFF) >= MAX_PACKETS) {
      expected = sequence;
    }
  }

  /** Gives up what has been missing for too long; to be called now and then. */
  public void sweep(long nowNanos) {
    while (count > 0 && longestWaitNanos(nowNanos) >= MAX_WAIT_NANOS) {
      giveUp();
    }
  }

  private long longestWaitNanos(long nowNanos) {
    long longest = 0;
    for (int slot = 0; slot < MAX_PACKETS; slot++) {
      if (waiting[slot] != null) {
        longest = Math.max(longest, nowNanos - cameNanos[slot]);
      }
    }
    return longest;
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
