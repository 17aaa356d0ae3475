package io.atalaya.gateway.platform;

import static io.atalaya.gateway.GatewayClient.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.contract.id.StreamKey;
import io.atalaya.gateway.ApiStub;
import io.atalaya.gateway.Eventually;
import io.atalaya.gateway.GatewayClient;
import io.atalaya.gateway.GatewayResource;
import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.Clip;
import io.netty.buffer.ByteBuf;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a scrape says, and that docs/ref/metrics.md says the same. */
@QuarkusTest
@WithTestResource(GatewayResource.class)
class MetricsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final StreamKey LOBBY = key("acme-metered", "lobby");
  private static final StreamKey GONE = key("acme-metered", "gone");
  private static final Pattern DOCUMENTED =
      Pattern.compile("(?m)^\\| `(atalaya_[a-z_]+)(?:\\{([a-z,]+)})?` \\| (\\w+) \\|");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (atalaya_[a-z_]+) (\\w+)$");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");

  ApiStub api;
  CameraSimulator cameras;
  @TestHTTPResource URI gatewayUrl;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  GatewayClient gateway;

  @BeforeEach
  void cameras() throws Exception {
    gateway = new GatewayClient(gatewayUrl, api);
    cameras.add(Camera.named("acme-metered/lobby").clip(Clip.bundled("acme-lobby")));
    gateway.provision(LOBBY, cameras.url("acme-metered/lobby"), 1);
    gateway.provision(GONE, "rtsp://127.0.0.1:1/nobody", 1);
  }

  @AfterEach
  void clean() throws Exception {
    gateway.delete(GatewayClient.path(LOBBY));
    gateway.delete(GatewayClient.path(GONE));
    cameras.remove("acme-metered/lobby");
  }

  @Test
  @DisplayName("the document and a scrape name the same series")
  void documented() throws Exception {
    gateway.play(LOBBY).playlist();
    Eventually.holds(SOON, () -> scrape().contains("atalaya_ingest_runs_ended_total{"));
    assertEquals(documentedSeries(), scrapedSeries());
  }

  @Test
  @DisplayName("requests are counted by route, and no path, tenant or token is in a label")
  void routes() throws Exception {
    GatewayClient.Player player = gateway.play(LOBBY);
    player.playlist();
    player.fetch("zzz.mp4");
    gateway.send(gateway.request("/zzz/a").GET());
    gateway.send(gateway.request("/live/zzz-token/index.m3u8").GET());
    String scrape = scrape();
    assertTrue(
        scrape.contains("route=\"GET /live/{playKey}/{name}\",status=\"200\""), lines(scrape));
    assertTrue(
        scrape.contains("route=\"GET /live/{token}/index.m3u8\",status=\"401\""), lines(scrape));
    for (String secret : Set.of("zzz", "acme-metered", "lobby", player.token.text())) {
      assertFalse(lines(scrape).contains(secret), lines(scrape));
    }
  }

  @Test
  @DisplayName("what a camera sends, and how long a viewer waits to be let in, are counted")
  void watched() throws Exception {
    double opened = value("atalaya_stream_open_seconds_count");
    gateway.play(LOBBY).playlist();
    gateway.send(gateway.request("/live/zzz-token/index.m3u8").GET());
    assertEquals(opened + 1, value("atalaya_stream_open_seconds_count"), "who was let in");
    double received = value("atalaya_ingest_bytes_total");
    assertTrue(received > 0);
    Eventually.holds(SOON, () -> value("atalaya_ingest_bytes_total") > received);
    assertTrue(value("atalaya_ingest_publish_seconds_count") > 0);
    // Around a part's duration a p99 is to be told within 20 ms.
    for (String bound : Set.of("0.5", "0.51", "0.52", "0.54")) {
      double _ = value("atalaya_ingest_publish_seconds_bucket{le=\"" + bound + "\"}");
    }
    double window = value("atalaya_media_window_bytes");
    double used = value("atalaya_media_memory_bytes{state=\"used\"}");
    assertTrue(window > 0 && window <= used, window + " of " + used);
    double reserved = value("atalaya_media_memory_bytes{state=\"reserved\"}");
    assertTrue(used <= reserved, used + " of " + reserved);
    assertTrue(reserved <= value("atalaya_media_memory_bytes{state=\"limit\"}"));
    double age = value("atalaya_ingest_frame_age_worst_seconds");
    assertTrue(age >= 0 && age < SOON.toSeconds(), "seconds: " + age);
  }

  @Test
  @DisplayName("while the memory of media is short a camera may have less of it")
  void memory() throws Exception {
    var taken = new ArrayList<ByteBuf>();
    try {
      while (MediaMemory.usedBytes() < MediaMemory.limitBytes() * 9 / 10) {
        taken.add(MediaMemory.POOL.directBuffer(4 << 20));
      }
      Eventually.holds(SOON, () -> value("atalaya_media_window_bound_bytes") == 6 << 20);
    } finally {
      taken.forEach(ByteBuf::release);
    }
    Eventually.holds(SOON, () -> value("atalaya_media_window_bound_bytes") > 6 << 20);
  }

  private double value(String series) throws Exception {
    return scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> documentedSeries() throws IOException {
    String text = Files.readString(Path.of("../docs/ref/metrics.md"));
    String section = text.substring(text.indexOf("\n## stream-gateway\n"));
    var found = new TreeMap<String, String>();
    Matcher row = DOCUMENTED.matcher(section);
    while (row.find()) {
      Set<String> labels = row.group(2) == null ? Set.of() : Set.of(row.group(2).split(",", -1));
      found.put(row.group(1), row.group(3) + " " + new TreeSet<>(labels));
    }
    assertTrue(found.size() >= 9, "found too few: " + found);
    return found;
  }

  /** A histogram's {@code _max} belongs to it; OpenMetrics names a counter without _total. */
  private Map<String, String> scrapedSeries() throws Exception {
    String scrape = scrape();
    var found = new TreeMap<String, String>();
    Matcher family = TYPE.matcher(scrape);
    while (family.find()) {
      String total = family.group(2).equals("counter") ? "_total" : "";
      found.put(
          family.group(1).replaceFirst("_total$", "") + total,
          family.group(2) + " " + labels(scrape, family.group(1)));
    }
    found
        .keySet()
        .removeIf(name ->
            name.endsWith("_max")
                && found.getOrDefault(name.replaceFirst("_max$", ""), "").startsWith("histogram"));
    return found;
  }

  private static Set<String> labels(String scrape, String family) {
    var found = new TreeSet<String>();
    Arrays.stream(scrape.split("\n", -1))
        .filter(line -> line.startsWith(family) && line.contains("{"))
        .flatMap(line -> LABEL.matcher(line).results())
        .forEach(label -> found.add(label.group(1)));
    found.remove("le");
    return found;
  }

  private static String lines(String scrape) {
    return String.join("\n", scrape.lines().filter(line -> line.startsWith("atalaya_")).toList());
  }

  private String scrape() throws Exception {
    var probe = new GatewayClient(management, api);
    return probe.send(probe.request("/q/metrics").GET()).body();
  }
}
