package io.atalaya.testkit.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A session of RFC 2326 section 3.4, from its first SETUP on. Belongs to the server's thread. */
final class RtspSession {
  private final String id;
  private final LiveCamera camera;
  private final Connection connection;
  private final TreeMap<Integer, TrackSender> senders = new TreeMap<>();
  private boolean playing;
  private long heardNanos;

  RtspSession(String id, LiveCamera camera, Connection connection, long nowNanos) {
    this.id = id;
    this.camera = camera;
    this.connection = connection;
    this.heardNanos = nowNanos;
  }

  String id() {
    return id;
  }

  LiveCamera camera() {
    return camera;
  }

  Connection connection() {
    return connection;
  }

  boolean isPlaying() {
    return playing;
  }

  /** The Session header's value. */
  String header() {
    return id + ";timeout=" + camera.camera().sessionTimeout().toSeconds();
  }

  void add(int trackIndex, TrackSender sender) {
    senders.put(trackIndex, sender);
  }

  boolean has(int trackIndex) {
    return senders.containsKey(trackIndex);
  }

  int trackCount() {
    return senders.size();
  }

  Optional<TrackSender> sender(int trackIndex) {
    return Optional.ofNullable(senders.get(trackIndex));
  }

  /** The client gave a sign of life. */
  void heard(long nowNanos) {
    heardNanos = nowNanos;
  }

  boolean isTimedOut(long nowNanos) {
    return nowNanos - heardNanos > camera.camera().sessionTimeout().toNanos();
  }

  /**
   * Begins all tracks at the next random access point of the picture.
   *
   * @return what RTP-Info says of each track (RFC 2326 section 12.33)
   */
  List<String> play(String aggregateUri, Pacer pacer, long nowNanos) {
    playing = true;
    var rtpInfo = new ArrayList<String>();
    long from = nowNanos;
    for (var entry : senders.entrySet()) {
      TrackSender sender = entry.getValue();
      long index = camera.timeline().firstRandomAccess(sender.track(), from);
      from = camera.timeline().dueNanos(sender.track(), index);
      sender.startAt(index);
      rtpInfo.add(
          "url=%s/%s;seq=%d;rtptime=%d"
              .formatted(
                  aggregateUri,
                  SessionDescription.control(entry.getKey()),
                  sender.sequence(),
                  sender.timestamp(index)));
    }
    camera.sessionPlays(this, pacer, nowNanos);
    return rtpInfo;
  }

  /** Says RTCP BYE on all tracks. */
  void bye() {
    senders.values().forEach(TrackSender::bye);
  }
}
