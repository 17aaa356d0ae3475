package io.atalaya.gateway.engine.inprocess;

import io.atalaya.gateway.platform.MediaMemory;
import io.atalaya.media.codec.Track;
import io.atalaya.media.rtp.Reception;
import io.atalaya.media.rtp.ReorderBuffer;
import io.atalaya.media.rtp.SenderReport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The way of one track's packets to its feed: counted for the report that the camera wants, and put
 * in order where they come as datagrams. Not thread-safe.
 */
final class Lane implements AutoCloseable {
  private static final int FRAME_HEADER_BYTES = 4;

  private final int channel;
  private final TrackFeed feed;
  private final Reception reception;
  private final @Nullable DatagramPair datagrams;
  private final @Nullable ReorderBuffer order;

  /** Of the sweep that goes on. */
  private Instant sweptAt = Instant.EPOCH;

  private long sweptNanos;
  private boolean taken;

  /**
   * A track's.
   *
   * @param channel of its packets; that of its reports is the next
   * @param datagrams where it comes; over the connection, if nowhere
   */
  Lane(int channel, Tracks.Chosen track, TrackFeed feed, @Nullable DatagramPair datagrams) {
    this.channel = channel;
    this.feed = feed;
    this.reception = new Reception(track.media().clockRate());
    this.datagrams = datagrams;
    this.order = datagrams == null ? null : new ReorderBuffer(MediaMemory.POOL, this::pass);
  }

  int channel() {
    return channel;
  }

  Track.Kind kind() {
    return feed.kind();
  }

  TrackFeed feed() {
    return feed;
  }

  /** A sweep begins; all that it brings came at that moment. */
  void at(Instant at, long nanos) {
    sweptAt = at;
    sweptNanos = nanos;
    taken = false;
  }

  /** Whether this sweep has brought media. */
  boolean hasTaken() {
    return taken;
  }

  /** Takes a packet of media. */
  void packet(ByteBuf bytes, int index, int length) {
    reception.packet(bytes, index, length, sweptNanos);
    if (order == null) {
      pass(bytes, index, length);
    } else {
      order.packet(bytes, index, length, sweptNanos);
    }
  }

  private void pass(ByteBuf bytes, int index, int length) {
    taken |= feed.packet(bytes, index, length, sweptAt);
  }

  /** Takes what the camera reports; what cannot be read says nothing. */
  void control(ByteBuf bytes, int index, int length) {
    SenderReport.parse(bytes, index, length)
        .ifPresent(report -> {
          reception.report(report, sweptNanos);
          feed.report(report, sweptAt);
        });
  }

  /** Packets that came after a later one and were put in their place. */
  long reordered() {
    return order == null ? 0 : order.reordered();
  }

  /** Whether the camera says that this track is over (RFC 3550, 6.6). */
  boolean isEndedBy(ByteBuf bytes, int index, int length) {
    return reception.isEndedBy(bytes, index, length);
  }

  boolean isOfDatagrams() {
    return datagrams != null;
  }

  /** Takes what has come as datagrams, if that is its way. */
  void sweep(ByteBuf scratch, DatagramPair.Sink control) throws IOException {
    if (datagrams != null && order != null) {
      datagrams.sweep(scratch, this::packet, control);
      order.sweep(sweptNanos);
    }
  }

  /** Tells the camera how its packets arrive. */
  void report(RtspConnection connection, int ourSsrc) throws IOException {
    if (!reception.hasBegun()) {
      return;
    }
    ByteBuf report = Unpooled.buffer(FRAME_HEADER_BYTES + Reception.REPORT_BYTES);
    if (datagrams == null) {
      report.writeByte('$').writeByte(channel + 1).writeShort(Reception.REPORT_BYTES);
    }
    reception.writeReport(report, ourSsrc, sweptNanos);
    if (datagrams == null) {
      connection.send(report.nioBuffer());
    } else {
      datagrams.report(report.nioBuffer());
    }
  }

  @Override
  public void close() {
    feed.close();
    if (datagrams != null && order != null) {
      order.close();
      datagrams.close();
    }
  }
}
