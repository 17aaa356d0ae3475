package io.atalaya.e2e.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.RunningProduct;
import io.atalaya.e2e.Viewing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every query of deploy/ is about series that the running product has. */
final class DashboardsIT {
  private static final Path DEPLOY = RunningProduct.root().resolve("deploy");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Duration SOON = Duration.ofSeconds(60);

  /** More streams than the demo's plans have. */
  private static final int TOO_MANY = 200;

  /** What Prometheus itself adds to what it scrapes. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  /** Values of labels that a product which is well does not show. */
  private static final Set<String> SELDOM = Set.of("SERVER_ERROR");

  /** Values by label by the name of the series, of both programs. */
  private static Map<String, Map<String, Set<String>>> series;

  @BeforeAll
  static void a_product_in_which_something_happened() throws Exception {
    RunningProduct product = RunningProduct.shared();
    var viewer = ApiSession.signIn(product, product.user("globex", "viewer"));
    try (var viewing = Viewing.open(viewer, "lobby")) {
      viewing.awaitNewVideo(SOON);
      refused(viewer);
      Await.until(
          "a heartbeat and a run that ended",
          SOON,
          () -> {
            series = scraped(product);
            return series.containsKey("atalaya_heartbeat_seconds_count")
                && series.containsKey("atalaya_ingest_runs_ended_total");
          });
    }
    series = scraped(product);
  }

  /** Takes slots until there are none; gives them back. */
  private static void refused(ApiSession viewer) throws IOException {
    var taken = new ArrayList<String>();
    try {
      ApiSession.Answer answer = viewer.call("POST", "cameras/lobby/stream-token", Map.of());
      while (answer.status() == 201 && taken.size() < TOO_MANY) {
        taken.add(answer.body().path("session").path("id").asText());
        answer = viewer.call("POST", "cameras/lobby/stream-token", Map.of());
      }
      assertEquals(409, answer.status(), answer.text());
    } finally {
      for (String id : taken) {
        viewer.call("POST", "sessions/" + id + "/end", Map.of());
      }
    }
  }

  @Test
  void every_query_of_every_dashboard_finds_its_series() throws IOException {
    int queries = 0;
    for (Path file : files("grafana", ".json")) {
      JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
      assertEquals(file.getFileName().toString(), dashboard.path("uid").asText() + ".json");
      for (JsonNode panel : dashboard.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          check(file.getFileName() + ", " + panel.path("title").asText(), target.path("expr"));
          queries++;
        }
      }
    }
    assertTrue(queries > 30, "found only " + queries);
  }

  @Test
  void every_alert_finds_its_series_and_says_what_is_wrong() throws IOException {
    int alerts = 0;
    for (JsonNode group : yaml("alerts.yml").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        check(rule.path("alert").asText(), rule.path("expr"));
        assertTrue(rule.path("for").asText().matches("\\d+[smh]"), rule.toString());
        assertTrue(rule.path("annotations").path("summary").asText().length() > 10);
        alerts++;
      }
    }
    assertTrue(alerts >= 8, "found only " + alerts);
  }

  private static void check(String where, JsonNode expression) throws IOException {
    String at = where + ": " + expression.asText();
    Promql.Query query = Promql.parse(expression.asText());
    assertFalse(query.selectors().isEmpty(), "asks for no series; " + at);
    var known = new HashSet<>(OF_PROMETHEUS);
    for (Promql.Selector selector : query.selectors()) {
      Map<String, Set<String>> labels =
          selector.metric().equals("up") ? Map.of() : series.get(selector.metric());
      assertNotNull(labels, "no series " + selector.metric() + "; " + at);
      known.addAll(labels.keySet());
      for (Promql.Match match : selector.matches()) {
        Set<String> values =
            match.label().equals("job") ? jobs() : labels.getOrDefault(match.label(), Set.of());
        boolean finds = values.stream().anyMatch(match::takes);
        assertTrue(finds || SELDOM.contains(match.value()), match + " finds nothing; " + at);
      }
    }
    for (String label : query.grouped()) {
      assertTrue(known.contains(label), "no label " + label + "; " + at);
    }
  }

  private static Set<String> jobs() throws IOException {
    var names = new HashSet<String>();
    for (JsonNode job : yaml("prometheus.yml").path("scrape_configs")) {
      assertEquals("/q/metrics", job.path("metrics_path").asText());
      names.add(job.path("job_name").asText());
    }
    return names;
  }

  private static JsonNode yaml(String name) throws IOException {
    return new YAMLMapper().readTree(DEPLOY.resolve("prometheus").resolve(name).toFile());
  }

  private static List<Path> files(String folder, String suffix) throws IOException {
    try (var files = Files.list(DEPLOY.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static Map<String, Map<String, Set<String>>> scraped(RunningProduct product)
      throws IOException {
    var found = new TreeMap<String, Map<String, Set<String>>>();
    int management = product.ports().management();
    for (int port : new int[] {management, management + 1}) {
      ApiSession.Answer answer =
          ApiSession.fetch(URI.create("http://127.0.0.1:" + port + "/q/metrics"));
      answer.expect(200);
      Matcher sample = SAMPLE.matcher(answer.text());
      while (sample.find()) {
        Map<String, Set<String>> labels =
            found.computeIfAbsent(sample.group(1), _ -> new TreeMap<>());
        if (sample.group(2) != null) {
          LABEL
              .matcher(sample.group(2))
              .results()
              .forEach(label ->
                  labels.computeIfAbsent(label.group(1), _ -> new TreeSet<>()).add(label.group(2)));
        }
      }
    }
    return found;
  }
}
