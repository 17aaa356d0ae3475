package io.atalaya.api.health;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import jakarta.inject.Singleton;

/** Rows of {@code gateway_told}. */
@Singleton
final class GatewayStore {
  private final Database database;

  GatewayStore(Database database) {
    this.database = database;
  }

  /** Notes it, and says whether something else was told before; what is found first is no news. */
  @CrossTenant("gateways are the operator's")
  boolean isNews(String gateway, boolean available) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                insert into gateway_told as told (gateway, available)
                values (:gateway, :available)
                on conflict (gateway) do update
                  set available = excluded.available, since = clock_timestamp()
                  where told.available <> excluded.available
                returning xmax <> 0
                """)
            .bind("gateway", gateway)
            .bind("available", available)
            .mapTo(boolean.class)
            .findOne()
            .orElse(false));
  }
}
