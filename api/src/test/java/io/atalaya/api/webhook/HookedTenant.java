package io.atalaya.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.api.ApiClient;
import io.atalaya.api.TestSql;
import io.atalaya.api.Until;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** A tenant and a system that is told what happens to it; the deliverer is ticked by hand. */
final class HookedTenant implements AutoCloseable {
  static final String WEBHOOKS = "/api/v1/webhooks";

  private final TestSql sql = TestSql.ofRunningApi();
  private final String tenant = "hook-" + UUID.randomUUID().toString().substring(24);
  private final Deliverer deliverer;
  private final Receiver receiver;
  private final ApiClient boss;
  private int cameras;

  HookedTenant(URI base, Deliverer deliverer) throws IOException {
    this.deliverer = deliverer;
    this.receiver = new Receiver();
    this.boss = ApiClient.at(base).asAdminOf(tenant, "standard");
  }

  String tenant() {
    return tenant;
  }

  ApiClient boss() {
    return boss;
  }

  Receiver receiver() {
    return receiver;
  }

  TestSql sql() {
    return sql;
  }

  void tick() {
    deliverer.tick();
  }

  void happen() {
    ApiClient.Answer made =
        boss.put("/api/v1/cameras/c" + cameras, "{\"source\":\"rtsp://10.1.2.3/s\"}");
    assertEquals(201, made.status(), made.toString());
    cameras++;
    deliverer.tick();
  }

  void awaitCalls(int count) {
    Until.holds(count + " calls", () -> tickedAnd(() -> receiver.calls().size() >= count));
  }

  boolean tickedAnd(BooleanSupplier condition) {
    deliverer.tick();
    return condition.getAsBoolean();
  }

  JsonNode webhook(String url, String... types) {
    return created(
        boss.post(
            WEBHOOKS, "{\"url\":\"%s\",\"types\":[%s]}".formatted(url, String.join(",", types))));
  }

  static JsonNode created(ApiClient.Answer made) {
    assertEquals(201, made.status(), made.toString());
    return made.body();
  }

  static String path(JsonNode made) {
    return WEBHOOKS + "/" + made.path("webhook").path("webhookId").asText();
  }

  /** The newest is 0; an empty object when there is none yet. */
  JsonNode delivery(JsonNode made, int index) {
    return boss.get(path(made) + "/deliveries").body().path("items").path(index);
  }

  String stateOf(JsonNode made) {
    return delivery(made, 0).path("state").asText();
  }

  boolean isEnabled(JsonNode made) {
    return boss.get(path(made)).body().path("enabled").asBoolean();
  }

  int rows(String table) {
    return sql.number("select count(*) from " + table + " where tenant_id = ?", tenant);
  }

  @Override
  public void close() {
    // Others' ticks must find nothing of ours, and others' counts none of our attempts.
    Until.holds("nothing is being sent", deliverer::isIdle);
    sql.execute("delete from webhook");
    receiver.close();
    sql.close();
  }
}
