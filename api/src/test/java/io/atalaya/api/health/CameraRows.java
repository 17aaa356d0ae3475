package io.atalaya.api.health;

import io.atalaya.api.FakeGateway;
import io.atalaya.api.TestSql;
import io.atalaya.api.platform.Database;

/** Many cameras at once, without their sources: they are never provisioned, only looked at. */
final class CameraRows {
  private static final String INSERT =
      """
      insert into camera (tenant_id, camera_id, name, source, source_masked, enabled,
        on_demand, engine, transport, labels, lifecycle, generation, version, created_at,
        updated_at)
      select ?, ? || '-' || n, 'camera', '', 'rtsp://10.0.0.1', true, false, 'auto', 'tcp',
        '{}', 'provisioned', 1, 1, now(), now()
      from generate_series(1, ?) n
      """;

  private CameraRows() {}

  /** Cameras {@code prefix-1} to {@code prefix-count} of a tenant that exists, due now. */
  static void add(Database database, String tenant, String prefix, int count) {
    database.acrossTenants(handle -> handle.execute(INSERT, tenant, prefix, count));
  }

  /** The same, which the gateway runs already. */
  static void addRunning(
      Database database, FakeGateway gateway, String tenant, String prefix, int count) {
    run(gateway, tenant, prefix, count);
    add(database, tenant, prefix, count);
  }

  /** The same, past the api. */
  static void addRunning(
      TestSql sql, FakeGateway gateway, String tenant, String prefix, int count) {
    run(gateway, tenant, prefix, count);
    sql.execute(INSERT, tenant, prefix, count);
  }

  /** The gateway runs them, and well. */
  static void run(FakeGateway gateway, String tenant, String prefix, int count) {
    for (int n = 1; n <= count; n++) {
      gateway.runOrphan(tenant, prefix + "-" + n);
    }
  }
}
