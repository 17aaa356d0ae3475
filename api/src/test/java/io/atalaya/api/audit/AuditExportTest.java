package io.atalaya.api.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.ApiClient;
import io.atalaya.api.ApiClient.Answer;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class AuditExportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXPORT = "/api/v1/audit/export?format=";

  /** Several pages. */
  private static final int MANY = 1_000;

  @TestHTTPResource URI base;
  private TestSql sql;
  private ApiClient owner;
  private String tenant;

  @BeforeEach
  void a_tenant() {
    sql = TestSql.ofRunningApi();
    tenant = "out-" + UUID.randomUUID().toString().substring(24);
    owner = ApiClient.at(base).asAdminOf(tenant);
  }

  @AfterEach
  void closed() {
    sql.close();
  }

  @Test
  void all_events_come_in_both_forms_each_once_newest_first() throws IOException {
    insert(MANY, "test.made");
    Answer lines = owner.get(EXPORT + "ndjson&action=test");
    assertEquals(200, lines.status());
    assertEquals("application/x-ndjson", lines.header("Content-Type").split(";", 2)[0]);
    assertEquals("attachment; filename=\"audit.ndjson\"", lines.header("Content-Disposition"));
    var ids = new ArrayList<String>();
    var times = new ArrayList<String>();
    for (String line : lines.response().body().lines().toList()) {
      JsonNode event = JSON.readTree(line);
      ids.add(event.path("id").asText());
      times.add(event.path("at").asText());
    }
    assertEquals(MANY, new HashSet<>(ids).size());
    assertEquals(times.stream().sorted(java.util.Comparator.reverseOrder()).toList(), times);

    Answer table = owner.get(EXPORT + "csv&action=test.made");
    assertEquals("text/csv", table.header("Content-Type").split(";", 2)[0]);
    List<String> records = table.response().body().lines().toList();
    assertEquals(AuditCsv.HEADER.strip(), records.getFirst());
    assertEquals(ids, records.stream().skip(1).map(line -> line.substring(0, 36)).toList());
  }

  @Test
  void a_tenant_exports_its_own_only() {
    insert(1, "test.made");
    ApiClient other = ApiClient.at(base).asAdminOf("out-other");
    assertEquals("", other.get(EXPORT + "ndjson&action=test").response().body());
    assertFalse(other.get(EXPORT + "csv").response().body().contains(tenant));
  }

  @Test
  void what_a_spreadsheet_would_run_it_is_shown() {
    owner
        .with("User-Agent", "=HYPERLINK(\"http://evil\",\"x\")")
        .put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://203.0.113.7/s\"}");
    String table = owner.get(EXPORT + "csv&action=camera").response().body();
    assertTrue(table.contains(",\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\","), table);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "plain|plain",
        "=1+1|'=1+1",
        "+49|'+49",
        "-1|'-1",
        "@SUM|'@SUM",
        "a,b|\"a,b\"",
        "say \"hi\"|\"say \"\"hi\"\"\"",
        "=\"a\"|\"'=\"\"a\"\"\""
      })
  void cells_are_quoted_and_formulas_are_not_ones(String value, String cell) {
    assertEquals(cell, AuditCsv.cell(value));
  }

  @Test
  void cells_that_begin_with_what_is_not_seen_are_no_formulas_either() {
    assertEquals("'\t=1", AuditCsv.cell("\t=1"));
    assertEquals("\"'\r=1\"", AuditCsv.cell("\r=1"));
    assertEquals("\"a\nb\"", AuditCsv.cell("a\nb"));
    assertEquals("", AuditCsv.cell(null));
  }

  @Test
  void filters_find_who_did_it_what_of_which_kind_and_what_came_of_it() {
    owner.put("/api/v1/cameras/lobby", "{\"source\":\"rtsp://203.0.113.7/s\"}");
    owner.patch("/api/v1/cameras/lobby", "{\"name\":\"Lobby\"}");
    ApiClient.at(base)
        .asPlatformAdmin()
        .with("Tenant-Id", tenant)
        .patch("/api/v1/cameras/lobby", "{\"name\":\"Hall\"}");
    ApiClient.at(base)
        .post(
            "/api/v1/auth/login",
            "{\"tenantId\":\"%s\",\"username\":\"admin\",\"password\":\"wrong\"}"
                .formatted(tenant));
    String me = owner.get("/api/v1/me").body().path("userId").asText();
    assertEquals(
        List.of("camera.edited", "camera.edited", "camera.created"), found("action=camera"));
    assertEquals(List.of("camera.edited"), found("action=camera&actorKind=platform_user"));
    assertEquals(List.of("camera.edited", "camera.created"), found("action=camera&actorId=" + me));
    assertEquals(List.of("auth.failed"), found("outcome=denied"));
    assertFalse(found("outcome=done").contains("auth.failed"));
    assertEquals(List.of(), found("action=cam"), "a whole word");
    assertEquals(List.of("camera.edited"), found("subject=camera/lobby&actorKind=platform_user"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "xlsx", "csv&from=yesterday", "csv&action=DROP", "ndjson&outcome=maybe"})
  void a_malformed_wish_is_a_400_in_json(String format) {
    Answer refused = owner.get(EXPORT + format);
    assertEquals(400, refused.status(), refused.toString());
    assertEquals("validation_failed", refused.code());
  }

  private List<String> found(String query) {
    Answer page = owner.get("/api/v1/audit?" + query);
    assertEquals(200, page.status(), page.toString());
    var actions = new ArrayList<String>();
    page.body().path("items").forEach(event -> actions.add(event.path("action").asText()));
    return actions;
  }

  /** Pairs of one moment, so that pages begin between equals. */
  private void insert(int events, String action) {
    sql.execute(
        """
        insert into audit_event (tenant_id, event_id, at, action, subject, actor_kind, details)
        select ?, gen_random_uuid(), now() - interval '1 second' * (n / 2), ?, 'test/' || n,
          'system', '{}'
        from generate_series(1, ?) as n
        """,
        tenant,
        action,
        events);
  }
}
