package io.atalaya.testkit.camera;

/** The SDP (RFC 8866, RFC 2326 appendix C) that answers DESCRIBE. */
final class SessionDescription {
  private SessionDescription() {}

  /** The control attribute of a track, and the last segment of its URL. */
  static String control(int trackIndex) {
    return "track" + (trackIndex + 1);
  }

  static String of(Camera camera, String localAddress) {
    String family = localAddress.contains(":") ? "IP6" : "IP4";
    var sdp = new StringBuilder();
    line(sdp, "v=0");
    line(sdp, "o=- 1 1 IN " + family + " " + localAddress);
    line(sdp, "s=" + camera.name());
    line(sdp, "c=IN " + family + (family.equals("IP6") ? " ::" : " 0.0.0.0"));
    line(sdp, "t=0 0");
    line(sdp, "a=control:*");
    line(sdp, "a=range:npt=now-");
    for (int i = 0; i < camera.clip().tracks().size(); i++) {
      Track track = camera.clip().tracks().get(i);
      line(sdp, "m=" + track.media() + " 0 RTP/AVP " + track.payloadType());
      line(sdp, "a=rtpmap:" + track.payloadType() + " " + track.rtpmap());
      line(sdp, "a=fmtp:" + track.payloadType() + " " + track.fmtp());
      line(sdp, "a=control:" + control(i));
    }
    return sdp.toString();
  }

  private static void line(StringBuilder sdp, String text) {
    sdp.append(text).append("\r\n");
  }
}
