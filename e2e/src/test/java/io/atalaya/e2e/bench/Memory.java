package io.atalaya.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.RunningProduct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Memory of each process with 2 and with 20 live cameras, by the kernel's account: resident, and
 * proportional (what several processes share is divided among them).
 */
final class Memory {
  private static final List<String> DEMO_CAMERAS_TO_STOP =
      List.of("acme/parking", "acme/entrance", "globex/warehouse", "globex/loading-dock");
  private static final int MANY = 20;

  private Memory() {}

  public static void main(String[] args) throws Exception {
    RunningProduct product = RunningProduct.shared();
    var acme = ApiSession.signIn(product, product.user("acme", "tenant_admin"));
    var globex = ApiSession.signIn(product, product.user("globex", "tenant_admin"));
    for (String stream : DEMO_CAMERAS_TO_STOP) {
      var admin = stream.startsWith("acme") ? acme : globex;
      String camera = stream.substring(stream.indexOf('/') + 1);
      admin.call("POST", "cameras/" + camera + "/deprovision", Map.of()).expect(200);
    }
    awaitLive(acme, globex, 2);
    print(product, 2);
    for (int i = 2; i < MANY; i++) {
      var body = Map.of("name", "Bench", "source", product.source("acme", "parking"));
      acme.call("PUT", "cameras/bench-" + i, body).expect(201);
    }
    awaitLive(acme, globex, MANY);
    print(product, MANY);
    System.exit(0); // the shared product stops with this JVM
  }

  private static void awaitLive(ApiSession acme, ApiSession globex, int expected)
      throws InterruptedException {
    Await.until(
        expected + " live cameras",
        Duration.ofMinutes(2),
        () -> online(acme) + online(globex) == expected);
    // A window's worth of video, so that every ring is full.
    long full = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    Await.until("full rings", Duration.ofMinutes(1), () -> System.nanoTime() - full > 0);
  }

  private static long online(ApiSession admin) throws IOException {
    long count = 0;
    for (JsonNode camera : admin.get("cameras?limit=100").expect(200).path("items")) {
      count += camera.path("summary").asText().equals("online") ? 1 : 0;
    }
    return count;
  }

  private static void print(RunningProduct product, int cameras) throws IOException {
    record Sum(int processes, long residentKib, long proportionalKib) {
      Sum plus(Sum other) {
        return new Sum(
            processes + other.processes,
            residentKib + other.residentKib,
            proportionalKib + other.proportionalKib);
      }
    }
    var sums = new TreeMap<String, Sum>();
    for (ProcessHandle process : product.processes()) {
      String rollup = Files.readString(Path.of("/proc/" + process.pid() + "/smaps_rollup"));
      sums.merge(kind(process), new Sum(1, kib(rollup, "Rss:"), kib(rollup, "Pss:")), Sum::plus);
    }
    System.out.printf("%d live cameras%n", cameras);
    sums.forEach((kind, sum) ->
        System.out.printf(
            Locale.ROOT,
            "  %-16s %3d process(es)  resident %7.1f MiB  proportional %7.1f MiB%n",
            kind,
            sum.processes,
            sum.residentKib / 1024.0,
            sum.proportionalKib / 1024.0));
  }

  private static String kind(ProcessHandle process) {
    String command;
    try {
      command = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "gone";
    }
    for (String name : List.of("ffmpeg", "stream-gateway", "launcher", "postgres", "api/target")) {
      if (command.contains(name)) {
        return name.equals("api/target") ? "api" : name;
      }
    }
    return "other";
  }

  private static long kib(String rollup, String field) {
    return rollup
        .lines()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
