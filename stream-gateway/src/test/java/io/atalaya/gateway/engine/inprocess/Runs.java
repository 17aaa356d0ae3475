package io.atalaya.gateway.engine.inprocess;

import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.MediaSink;
import io.atalaya.gateway.engine.SourceCheck;
import io.atalaya.gateway.engine.StreamSpec;
import io.atalaya.media.fmp4.Chunk;
import io.atalaya.media.fmp4.InitSegment;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/** What tests of this engine begin with. */
final class Runs {
  static final SourceCheck NOWHERE_ELSE =
      _ -> new SourceCheck.Verdict.Refused(new IngestFailure.SourceRefused("Nowhere else."));

  private Runs() {}

  /** Takes what comes and lets it go. */
  static final class NoSink implements MediaSink {
    @Override
    public void init(List<InitSegment> tracks) {}

    @Override
    public void chunk(Chunk chunk) {
      chunk.release();
    }
  }

  static InprocessEngine engine() {
    return new InprocessEngine(
        new InprocessOptions(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMillis(20)),
        InstantSource.system(),
        new SplittableRandom(1));
  }

  static StreamSpec spec(String url, SourceCheck policy) {
    return new StreamSpec(
        new StreamKey(new TenantId("acme"), new CameraId("lobby")),
        SourceUrl.parse(url),
        InetAddress.getLoopbackAddress(),
        Transport.TCP,
        true,
        policy);
  }
}
