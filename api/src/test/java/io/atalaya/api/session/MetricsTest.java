package io.atalaya.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.GatewayAddress;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.atalaya.api.Until;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scrape says, and that docs/ref/metrics.md says the same. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = GatewayAddress.class, scope = TestResourceScope.GLOBAL)
final class MetricsTest {
  private static final String TENANT = "metered";
  private static final String TOKEN = "/api/v1/cameras/lobby/stream-token";
  private static final Pattern DOCUMENTED =
      Pattern.compile("(?m)^\\| `(atalaya_[a-z_]+)(?:\\{([a-z,]+)})?` \\| (\\w+) \\|");
  private static final Pattern OF_A_LIBRARY =
      Pattern.compile("`((?!atalaya_)[a-z]+_[a-z_]+)\\{([a-z,]+)}`");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (atalaya_[a-z_]+) (\\w+)$");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");

  @TestHTTPResource URI base;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Inject Database database;
  @Inject Sessions sessions;
  @Inject SessionSweeper sweeper;
  @Inject SessionGauges gauges;

  private GatewayCalls gateway;
  private ApiClient boss;

  /** Starter: 4 streams. Nobody else has sessions meanwhile. */
  @BeforeEach
  void an_empty_platform() {
    gateway = new GatewayCalls(base);
    boss = ApiClient.at(base).asAdminOf(TENANT, "starter");
    database.acrossTenants(handle -> handle.execute("delete from stream_session"));
    boss.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://10.1.2.3/s\"}");
  }

  @Test
  void the_document_and_a_scrape_name_the_same_series() throws IOException {
    watchedRefusedAndBeaten();
    gauges.look();
    assertEquals(documented(), scraped());
  }

  @Test
  void the_libraries_series_of_the_document_are_in_a_scrape_with_those_labels() throws IOException {
    boss.get("/api/v1/cameras");
    String scrape = scrape();
    var found = new TreeMap<String, Set<String>>();
    Matcher named = OF_A_LIBRARY.matcher(section());
    while (named.find()) {
      Set<String> wanted = new TreeSet<>(Set.of(named.group(2).split(",", -1)));
      Set<String> there = labels(scrape, named.group(1));
      there.remove("quantile");
      assertEquals(wanted, there, named.group(1));
      found.put(named.group(1), wanted);
    }
    assertTrue(found.keySet().stream().anyMatch(name -> name.startsWith("http_")), "" + found);
    assertTrue(found.keySet().stream().anyMatch(name -> name.startsWith("agroal_")), "" + found);
  }

  @Test
  void live_sessions_are_counted_by_state_from_the_database() {
    boss.post("/api/v1/sessions", "{\"cameraId\":\"lobby\"}");
    boss.post(TOKEN, null);
    assertEquals(200, gateway.activate(boss.post(TOKEN, null).body()).status());
    assertEquals(200, gateway.activate(boss.post(TOKEN, null).body()).status());
    gauges.look();
    assertEquals(1, value("atalaya_sessions{state=\"requested\"}"));
    assertEquals(1, value("atalaya_sessions{state=\"issued\"}"));
    assertEquals(2, value("atalaya_sessions{state=\"active\"}"));
    set("lease_expires_at = clock_timestamp() - interval '1 second'");
    gauges.look();
    assertEquals(0, value("atalaya_sessions{state=\"active\"}"), "a lapsed lease is nothing live");
  }

  @Test
  void a_scrape_while_the_database_is_asked_says_what_was_found_last() throws Exception {
    boss.post(TOKEN, null);
    gauges.look();
    try (TestSql sql = TestSql.ofRunningApi();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> looking;
      try (Handle owner = sql.openAsOwner()) {
        owner.begin();
        owner.execute("lock table stream_session in access exclusive mode");
        looking = threads.submit(gauges::look);
        Until.holds("it waits for an answer", () -> sql.blocked() > 0);
        assertEquals(1, value("atalaya_sessions{state=\"issued\"}"));
        owner.rollback();
      }
      looking.get(20, TimeUnit.SECONDS);
    }
    assertEquals(1, value("atalaya_sessions{state=\"issued\"}"));
  }

  @Test
  void a_zombie_is_a_row_that_no_sweep_took_or_an_active_one_that_came_to_no_gateway() {
    boss.post(TOKEN, null);
    String id = boss.post(TOKEN, null).body().path("session").path("id").asText();
    assertEquals(200, boss.post("/api/v1/sessions/" + id + "/activate", null).status());
    gauges.look();
    assertEquals(0, value("atalaya_zombie_sessions"));
    set("lease_expires_at = clock_timestamp() - interval '61 seconds' where state = 'issued'");
    gauges.look();
    assertEquals(1, value("atalaya_zombie_sessions"));
    set("activated_at = clock_timestamp() - interval '61 seconds' where state = 'active'");
    gauges.look();
    assertEquals(2, value("atalaya_zombie_sessions"));
    set("node_id = 'gateway-1' where state = 'active'");
    gauges.look();
    assertEquals(1, value("atalaya_zombie_sessions"));
  }

  @Test
  void transitions_are_counted_once_committed_and_callers_own_words_are_other() {
    double issued = value("atalaya_session_transitions_total{reason=\"none\",to=\"issued\"}");
    double other = value("atalaya_session_transitions_total{reason=\"other\",to=\"ended\"}");
    double suspended =
        value("atalaya_session_transitions_total{reason=\"tenant_suspended\",to=\"ended\"}");
    String id = boss.post(TOKEN, null).body().path("session").path("id").asText();
    assertThrows(
        IllegalStateException.class,
        () ->
            QuarkusTransaction.requiringNew()
                .run(() -> {
                  sessions.endAll(new TenantId(TENANT), EndReason.TENANT_SUSPENDED);
                  throw new IllegalStateException("on purpose");
                }));
    boss.post("/api/v1/sessions/" + id + "/end", "{\"reason\":\"my \\\"own\\\" words\"}");
    assertEquals(
        issued + 1, value("atalaya_session_transitions_total{reason=\"none\",to=\"issued\"}"));
    assertEquals(
        other + 1, value("atalaya_session_transitions_total{reason=\"other\",to=\"ended\"}"));
    assertEquals(
        suspended,
        value("atalaya_session_transitions_total{reason=\"tenant_suspended\",to=\"ended\"}"));
    assertFalse(scrape().contains("words"));
  }

  @Test
  void a_page_that_leaves_is_counted_and_so_is_one_that_does_not_come_back() {
    String left = "atalaya_session_transitions_total{reason=\"none\",to=\"left\"}";
    String over = "atalaya_session_transitions_total{reason=\"viewer_left\",to=\"expired\"}";
    double leftBefore = value(left);
    double overBefore = value(over);
    JsonNode ticket = boss.post(TOKEN, null).body();
    assertEquals(200, gateway.activate(ticket).status());
    String path = "/api/v1/sessions/" + ticket.path("session").path("id").asText() + "/leave";
    String body = "{\"tokenId\":\"%s\"}".formatted(ticket.path("tokenId").asText());
    assertEquals(200, boss.post(path, body).status());
    assertEquals(200, boss.post(path, body).status(), "again is no step");
    assertEquals(leftBefore + 1, value(left));
    set("lease_expires_at = clock_timestamp() - interval '1 second' where left_at is not null");
    sweeper.sweep();
    assertEquals(overBefore + 1, value(over));
  }

  @Test
  void refusals_and_tries_are_counted() {
    String full = "atalaya_stream_refusals_total{code=\"stream_limit_reached\",scope=\"tenant\"}";
    double refused = value(full);
    double tried = value("atalaya_admission_seconds_count");
    for (int i = 0; i < 4; i++) {
      boss.post(TOKEN, null);
    }
    assertEquals(409, boss.post(TOKEN, null).status());
    assertEquals(refused + 1, value(full));
    assertEquals(tried + 5, value("atalaya_admission_seconds_count"));
  }

  @Test
  void no_series_names_a_tenant_a_camera_or_a_person() {
    watchedRefusedAndBeaten();
    for (String line : scrape().split("\n", -1)) {
      if (line.startsWith("atalaya_")) {
        assertFalse(line.contains(TENANT) || line.contains("lobby"), line);
      }
    }
  }

  private void watchedRefusedAndBeaten() {
    JsonNode ticket = boss.post(TOKEN, null).body();
    assertEquals(200, gateway.activate(ticket).status());
    String id = ticket.path("session").path("id").asText();
    assertEquals(200, gateway.heartbeat(TENANT + "/" + id).status());
    for (int i = 0; i < 4; i++) {
      boss.post(TOKEN, null);
    }
  }

  private static Map<String, String> documented() throws IOException {
    var found = new TreeMap<String, String>();
    Matcher row = DOCUMENTED.matcher(section());
    while (row.find()) {
      Set<String> labels = row.group(2) == null ? Set.of() : Set.of(row.group(2).split(",", -1));
      found.put(row.group(1), row.group(3) + " " + new TreeSet<>(labels));
    }
    assertTrue(found.size() >= 7, "found too few: " + found);
    return found;
  }

  private static String section() throws IOException {
    String text = Files.readString(Path.of("../docs/ref/metrics.md"));
    int begin = text.indexOf("\n## api\n");
    int end = text.indexOf("\n## ", begin + 1);
    return text.substring(begin, end < 0 ? text.length() : end);
  }

  /** A histogram's {@code _max} belongs to it; OpenMetrics names a counter without _total. */
  private Map<String, String> scraped() {
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
    for (String line : scrape.split("\n", -1)) {
      if (line.startsWith(family) && line.contains("{")) {
        LABEL.matcher(line).results().map(label -> label.group(1)).forEach(found::add);
      }
    }
    found.remove("le");
    return found;
  }

  private double value(String series) {
    return scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  private String scrape() {
    return ApiClient.at(management).get("/q/metrics").response().body();
  }

  private void set(String assignments) {
    database.acrossTenants(handle -> handle.execute("update stream_session set " + assignments));
  }
}
