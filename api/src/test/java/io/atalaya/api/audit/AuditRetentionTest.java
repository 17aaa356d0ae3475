package io.atalaya.api.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.api.ApiClient;
import io.atalaya.api.ProductDatabase;
import io.atalaya.api.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant's audit is kept as long as its plan says, or what was agreed instead. */
@QuarkusTest
@WithTestResource(value = ProductDatabase.class, scope = TestResourceScope.GLOBAL)
final class AuditRetentionTest {
  @TestHTTPResource URI base;
  @Inject AuditKeeper keeper;

  private TestSql sql;
  private ApiClient operator;
  private String plan;

  @BeforeEach
  void a_plan() {
    sql = TestSql.ofRunningApi();
    operator = ApiClient.at(base).asPlatformAdmin();
    plan = name();
    put("\"auditRetentionDays\":92,");
  }

  @AfterEach
  void closed() {
    sql.close();
  }

  @Test
  void each_tenant_keeps_its_own_as_long_as_it_is_entitled_to() {
    String asThePlanSays = tenant(plan);
    String agreed = tenant(plan);
    operator.patch("/api/v1/tenants/" + agreed, "{\"overrides\":{\"auditRetentionDays\":200}}");
    String standard = tenant("standard");
    for (String tenant : List.of(asThePlanSays, agreed, standard)) {
      for (int days : List.of(91, 93, 199, 201, 399, 401)) {
        insert(tenant, days);
      }
    }
    sweepAll();
    assertEquals(List.of("91"), ages(asThePlanSays));
    assertEquals(List.of("91", "93", "199"), ages(agreed));
    assertEquals(List.of("91", "93", "199", "201", "399"), ages(standard));
  }

  @Test
  void a_plan_that_does_not_say_keeps_it_400_days() {
    put("");
    assertEquals(
        400,
        operator
            .get("/api/v1/plans/" + plan)
            .body()
            .path("entitlements")
            .path("auditRetentionDays")
            .asInt());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 91, 3_651})
  void nobody_keeps_it_shorter_than_a_quarter_or_longer_than_ten_years(int days) {
    assertEquals(400, put("\"auditRetentionDays\":%d,".formatted(days)));
    String tenant = tenant(plan);
    assertEquals(
        400,
        operator
            .patch(
                "/api/v1/tenants/" + tenant,
                "{\"overrides\":{\"auditRetentionDays\":%d}}".formatted(days))
            .status());
  }

  private int put(String auditRetention) {
    return operator
        .put(
            "/api/v1/plans/" + plan,
            """
            {"name":"Short","entitlements":{%s"maxConcurrentStreams":1,
             "maxConcurrentStreamsPerUser":1,"maxViewersPerCamera":1,"maxCameras":1,
             "maxSessionSeconds":60}}\
            """
                .formatted(auditRetention))
        .status();
  }

  private String tenant(String ofPlan) {
    String tenant = name();
    assertEquals(
        201,
        operator
            .post(
                "/api/v1/tenants",
                "{\"tenantId\":\"%s\",\"name\":\"Kept\",\"plan\":\"%s\"}".formatted(tenant, ofPlan))
            .status());
    return tenant;
  }

  /** A sweep looks at a part of the tenants; twice as often as there are parts, and one more. */
  private void sweepAll() {
    int parts = sql.number("select count(*) / 100 + 1 from tenant");
    for (int i = 0; i <= 2 * parts; i++) {
      keeper.sweep();
    }
  }

  private void insert(String tenant, int days) {
    sql.execute(
        """
        insert into audit_event (tenant_id, event_id, at, action, subject, actor_kind, details)
        values (?, gen_random_uuid(), clock_timestamp() - ? * interval '1 day', 'test.made',
          'test/' || ?::text, 'system', '{}')
        """,
        tenant,
        days,
        days);
  }

  private List<String> ages(String tenant) {
    return sql.run(handle ->
        handle
            .select(
                """
                select substr(subject, 6) from audit_event
                where tenant_id = ? and action = 'test.made' order by at desc
                """,
                tenant)
            .mapTo(String.class)
            .list());
  }

  private static String name() {
    return "kept-" + UUID.randomUUID().toString().substring(24);
  }
}
