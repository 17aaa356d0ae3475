package io.atalaya.api.bench;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.Replica;
import io.atalaya.api.TestSql;
import io.atalaya.api.bench.Samples.Call;
import io.atalaya.launcher.postgres.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Issue, activate, end: over HTTP against the floor, with more tenants, with more sessions, and
 * beside a tenant that hammers. One packaged api, one durable PostgreSQL, and the callers, all on
 * this machine; what is compared is interleaved.
 */
final class AdmissionBench {
  private static final int CALLERS = 8;
  private static final int HAMMERS = 64;
  private static final int TURNS = 3;

  /** Until the compilers are done: on two cores the rate still doubles between 15 s and 50 s. */
  private static final Duration WARM = Duration.ofSeconds(75);

  private static final Duration TURN = Duration.ofSeconds(4);
  private static final String TOKEN = "/api/v1/cameras/lobby/stream-token";

  private final Map<String, String> configuration;
  private final TestSql sql;
  private final ApiClient anyone;
  private final ApiClient platform;
  private final StatementLog statements;

  private AdmissionBench(
      Map<String, String> configuration, ApiClient anyone, StatementLog statements) {
    this.configuration = configuration;
    this.sql = TestSql.of(configuration);
    this.anyone = anyone;
    this.platform = anyone.asPlatformAdmin();
    this.statements = statements;
  }

  public static void main(String[] args) throws Exception {
    var database = new ProductDatabase(Durability.DURABLE);
    Map<String, String> configuration = new HashMap<>(database.start());
    configuration.put("ATALAYA_GATEWAY_URL", "http://127.0.0.1:1");
    configuration.put("ATALAYA_HEALTH_LOOP", "false");
    configuration.put("ATALAYA_SWEEP_INTERVAL", "1h");
    try (Replica api = Replica.start("bench-api", configuration, List.of())) {
      var log = new StatementLog(database.server(), newest());
      var bench = new AdmissionBench(configuration, ApiClient.at(api.base()).overHttp1(), log);
      System.out.println("load " + Files.readString(Path.of("/proc/loadavg")).strip());
      bench.plan();
      bench.againstTheFloor();
      bench.besideAHammer();
      bench.withMoreTenantsAndSessions();
      System.out.println("load " + Files.readString(Path.of("/proc/loadavg")).strip());
    } finally {
      database.stop();
    }
    System.exit(0); // The callers' HTTP client keeps threads.
  }

  private static Path newest() throws Exception {
    try (var folders = Files.list(Path.of("target"))) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith("pg-"))
          .max((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
          .orElseThrow()
          .resolve("postgres.log");
    }
  }

  private void plan() {
    expect(
        platform.put(
            "/api/v1/plans/bench",
            """
            {"name":"Bench","entitlements":{"maxConcurrentStreams":1000000,
             "maxConcurrentStreamsPerUser":1000000,"maxViewersPerCamera":1000000,
             "maxCameras":10,"maxSessionSeconds":86400}}
            """));
  }

  private void againstTheFloor() throws Exception {
    System.out.println("issue → activate → end, " + CALLERS + " callers, a tenant each");
    List<Call> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(cycle(tenant("floor-" + i)));
    }
    Samples.of(WARM, callers); // Warm: statements are prepared by then.
    var one = statements.during(callers.getFirst());
    var another = statements.during(callers.getFirst());
    System.out.println(one.size() + " statements a cycle, commits included");
    var replays = new ArrayList<Replay>();
    List<Call> floor = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      var replay =
          new Replay(
              configuration.get("ATALAYA_DB_URL"),
              configuration.get("ATALAYA_DB_USER"),
              configuration.get("ATALAYA_DB_PASSWORD"),
              StatementLog.with(one, "floor-0", "floor-" + i),
              another);
      checkReplays(replay);
      replays.add(replay);
      floor.add(replay::run);
    }
    var api = new Samples();
    var bare = new Samples();
    Samples.of(TURN, floor);
    for (int turn = 0; turn < TURNS; turn++) {
      bare.add(Samples.of(TURN, floor));
      api.add(Samples.of(TURN, callers));
    }
    bare.print("  the same statements, bare JDBC");
    api.print("  over HTTP");
    System.out.printf(
        Locale.ROOT, "  share of the floor: %.0f %%%n", 100 * api.perSecond() / bare.perSecond());
    for (Replay replay : replays) {
      replay.close();
    }
  }

  /** It must leave a session that is over, or it measures something else. */
  private void checkReplays(Replay replay) throws Exception {
    int before = over();
    replay.run();
    if (over() != before + 1) {
      throw new IllegalStateException("the replay does not do what the api does");
    }
  }

  private int over() {
    return sql.number("select count(*) from stream_session where state = 'ended'");
  }

  private void besideAHammer() throws Exception {
    System.out.println("one tenant's cycles, alone and beside " + HAMMERS + " callers of another");
    Call calm = cycle(tenant("calm"));
    ApiClient loud = tenant("loud");
    expect(platform.put("/api/v1/plans/none-left", plan(1)));
    sql.execute("update tenant set plan_id = 'none-left' where tenant_id = 'loud'");
    var refused = new AtomicInteger();
    Call hammer =
        () -> {
          if (loud.post(TOKEN, null).status() == 409) {
            refused.incrementAndGet();
          }
        };
    List<Call> both = new ArrayList<>(IntStream.range(0, HAMMERS).mapToObj(_ -> hammer).toList());
    var alone = new Samples();
    var beside = new Samples();
    Samples.of(TURN, List.of(calm));
    for (int turn = 0; turn < TURNS; turn++) {
      alone.add(Samples.of(TURN, List.of(calm)));
      beside.add(beside(calm, both));
    }
    alone.print("  alone");
    beside.print("  beside (" + refused.get() + " refusals)");
  }

  /** The calm one's samples only. */
  private static Samples beside(Call calm, List<Call> hammers) throws Exception {
    var result = new Samples[1];
    Thread noise =
        Thread.ofPlatform()
            .start(() -> {
              try {
                Samples.of(TURN, hammers);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    result[0] = Samples.of(TURN, List.of(calm));
    noise.join();
    return result[0];
  }

  private static String plan(int streams) {
    return """
    {"name":"Bench","entitlements":{"maxConcurrentStreams":%d,
     "maxConcurrentStreamsPerUser":1000000,"maxViewersPerCamera":1000000,
     "maxCameras":10,"maxSessionSeconds":86400}}
    """
        .formatted(streams);
  }

  private void withMoreTenantsAndSessions() throws Exception {
    System.out.println("one caller, over all tenants in turn");
    List<Call> cycles = new ArrayList<>();
    for (int tenants : new int[] {1, 10, 100, 1_000}) {
      while (cycles.size() < tenants) {
        cycles.add(cycle(tenant("many-" + cycles.size())));
      }
      inTurn(cycles).print("  %,d tenants".formatted(tenants));
    }
    for (int live : new int[] {100, 1_000, 10_000, 100_000}) {
      fill(live);
      inTurn(cycles).print("  1,000 tenants, %,d live sessions".formatted(live));
    }
    for (int live : new int[] {1_000, 10_000}) {
      fillOne("many-0", live);
      inTurn(List.of(cycles.getFirst()))
          .print("  one tenant that has %,d of them itself".formatted(live));
    }
  }

  private static Samples inTurn(List<Call> cycles) throws Exception {
    var next = new AtomicInteger();
    return Samples.of(
        TURN, List.of(() -> cycles.get(next.getAndIncrement() % cycles.size()).run()));
  }

  private void fill(int live) {
    fill(
        live,
        """
        insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
          requested_at, issued_at, lease_expires_at)
        select 'many-' || (n %% 1000), gen_random_uuid(), 'lobby', gen_random_uuid(), 'filler',
          'issued', now(), now(), now() + interval '1 h'
        from generate_series(1, %d) as n
        """);
  }

  private void fillOne(String tenant, int live) {
    fill(
        live,
        """
        insert into stream_session (tenant_id, session_id, camera_id, user_id, username, state,
          requested_at, issued_at, lease_expires_at)
        select '\
        """
            + tenant
            + """
            ', gen_random_uuid(), 'lobby', gen_random_uuid(), 'filler',
              'issued', now(), now(), now() + interval '1 h'
            from generate_series(1, %d) as n
            """);
  }

  private void fill(int live, String insert) {
    sql.execute("delete from stream_session where username = 'filler'");
    sql.execute(insert.formatted(live));
    sql.execute(
        """
        update stream_session set state = 'active', activated_at = now(),
          hard_end_at = now() + interval '2 h' where username = 'filler'
        """);
    sql.asOwner("vacuum analyze stream_session");
  }

  /** A program of a new tenant that has one camera. */
  private ApiClient tenant(String id) {
    ApiClient.Answer made =
        platform.post(
            "/api/v1/tenants",
            "{\"tenantId\":\"%1$s\",\"name\":\"%1$s\",\"plan\":\"bench\"}".formatted(id));
    expect(made);
    ApiClient inside = platform.with("Tenant-Id", id);
    expect(inside.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}"));
    ApiClient.Answer key =
        inside.post("/api/v1/api-keys", "{\"name\":\"bench\",\"role\":\"api_client\"}");
    expect(key);
    return anyone.with("Authorization", "Bearer " + key.body().path("key").asText());
  }

  private static Call cycle(ApiClient viewer) {
    return () -> {
      ApiClient.Answer ticket = viewer.post(TOKEN, null);
      expect(ticket);
      String session = "/api/v1/sessions/" + ticket.body().path("session").path("id").asText();
      expect(viewer.post(session + "/activate", null));
      expect(viewer.post(session + "/end", null));
    };
  }

  private static void expect(ApiClient.Answer answer) {
    if (answer.status() >= 300) {
      throw new IllegalStateException(answer.toString());
    }
  }
}
