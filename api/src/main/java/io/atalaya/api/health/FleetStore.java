package io.atalaya.api.health;

import io.atalaya.api.camera.CameraSummary;
import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** All tenants' cameras, counted. Writes nothing. */
@Singleton
final class FleetStore {
  private final Database database;

  FleetStore(Database database) {
    this.database = database;
  }

  /** A summary that no camera has is not there. */
  @CrossTenant("the operator's figures")
  Map<CameraSummary, Long> bySummary() {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                select coalesce(h.summary, 'pending') as summary, count(*) as cameras
                from camera c left join camera_health h using (tenant_id, camera_id)
                where not c.deleting
                group by 1
                """)
            .reduceRows(
                new EnumMap<>(CameraSummary.class),
                (counts, row) -> {
                  counts.put(
                      CameraSummary.valueOf(
                          row.getColumn("summary", String.class).toUpperCase(Locale.ROOT)),
                      row.getColumn("cameras", Long.class));
                  return counts;
                }));
  }
}
