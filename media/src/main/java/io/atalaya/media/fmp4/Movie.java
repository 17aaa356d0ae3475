package io.atalaya.media.fmp4;

import io.atalaya.media.codec.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code moov} (ISO/IEC 14496-12, 8.2) taken apart: its first video track and its first audio
 * track. Tracks of other kinds (a camera's metadata) are left out.
 */
record Movie(List<MovieTrack> tracks) {

  /** A track with what its fragments may leave unsaid, and its own init segment. */
  record MovieTrack(InitSegment init, SampleDefaults defaults) {
    Track track() {
      return init.track();
    }
  }

  private static final byte[] FTYP = {
    0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', '6', 0, 0, 2, 0, //
    'i', 's', 'o', '6', 'c', 'm', 'f', 'c'
  };

  static Movie parse(Box moov) throws MalformedMp4Exception, UnsupportedCodecException {
    Box mvhd = moov.child(BoxType.MVHD);
    Map<Integer, Box> trexes = trexes(moov.child(BoxType.MVEX));
    var tracks = new ArrayList<MovieTrack>();
    for (Box child : moov.children()) {
      if (child.type() == BoxType.TRAK) {
        track(mvhd, child, trexes)
            .filter(t -> tracks.stream().noneMatch(o -> o.track().kind() == t.track().kind()))
            .ifPresent(tracks::add);
      }
    }
    if (tracks.isEmpty()) {
      throw moov.malformed("neither video nor audio inside");
    }
    return new Movie(List.copyOf(tracks));
  }

  Optional<MovieTrack> byId(int trackId) {
    return tracks.stream().filter(t -> t.track().id() == trackId).findFirst();
  }

  private static Map<Integer, Box> trexes(Box mvex) throws MalformedMp4Exception {
    var trexes = new HashMap<Integer, Box>();
    for (Box child : mvex.children()) {
      if (child.type() == BoxType.TREX) {
        trexes.put(child.full().s32(), child);
      }
    }
    return trexes;
  }

  private static Optional<MovieTrack> track(Box mvhd, Box trak, Map<Integer, Box> trexes)
      throws MalformedMp4Exception, UnsupportedCodecException {
    Box mdia = trak.child(BoxType.MDIA);
    Optional<Track.Kind> kind = kind(mdia.child(BoxType.HDLR));
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    int id = trackId(trak.child(BoxType.TKHD));
    Box trex = trexes.get(id);
    if (trex == null) {
      throw trak.malformed("no 'trex' for track " + id);
    }
    long timescale = timescale(mdia.child(BoxType.MDHD));
    Box stsd = mdia.child(BoxType.MINF).child(BoxType.STBL).child(BoxType.STSD);
    var entry = SampleEntry.parse(stsd, kind.get());
    var track =
        new Track(
            id,
            kind.get(),
            entry.codec(),
            timescale,
            entry.width(),
            entry.height(),
            entry.sampleRate(),
            entry.channels());
    var init = new InitSegment(track, initBytes(mvhd, trak, trex));
    return Optional.of(new MovieTrack(init, SampleDefaults.ofTrex(trex)));
  }

  private static Optional<Track.Kind> kind(Box hdlr) throws MalformedMp4Exception {
    FullBox fields = hdlr.full();
    fields.skip(4);
    int handler = fields.s32();
    if (handler == BoxType.VIDEO_HANDLER) {
      return Optional.of(Track.Kind.VIDEO);
    }
    return handler == BoxType.SOUND_HANDLER ? Optional.of(Track.Kind.AUDIO) : Optional.empty();
  }

  private static int trackId(Box tkhd) throws MalformedMp4Exception {
    FullBox fields = tkhd.full();
    fields.skip(fields.version() == 0 ? 8 : 16);
    return fields.s32();
  }

  private static long timescale(Box mdhd) throws MalformedMp4Exception {
    FullBox fields = mdhd.full();
    fields.skip(fields.version() == 0 ? 8 : 16);
    long timescale = fields.u32();
    if (timescale == 0) {
      throw mdhd.malformed("timescale 0");
    }
    return timescale;
  }

  /**
   * {@code ftyp} and {@code moov} with {@code mvhd}, that one {@code trak}, and its {@code trex}.
   */
  private static ByteBuffer initBytes(Box mvhd, Box trak, Box trex) {
    byte[] mvex = container(BoxType.MVEX, bytes(trex));
    byte[] moov = container(BoxType.MOOV, bytes(mvhd), bytes(trak), mvex);
    return ByteBuffer.allocate(FTYP.length + moov.length).put(FTYP).put(moov).flip();
  }

  private static byte[] container(int type, byte[]... children) {
    int size = 8;
    for (byte[] child : children) {
      size += child.length;
    }
    var box = ByteBuffer.allocate(size).putInt(size).putInt(type);
    for (byte[] child : children) {
      box.put(child);
    }
    return box.array();
  }

  private static byte[] bytes(Box box) {
    byte[] bytes = new byte[box.whole().limit()];
    box.whole().get(0, bytes);
    return bytes;
  }
}
