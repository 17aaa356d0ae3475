package io.atalaya.api.platform;

import io.agroal.api.AgroalDataSource;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.SessionId;
import io.atalaya.contract.id.TenantId;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jspecify.annotations.Nullable;

/** Jdbi over the pool, taught our ids. Enums are stored as on the wire: by {@code toString}. */
final class DatabaseBeans {
  @Produces
  @Singleton
  Jdbi jdbi(AgroalDataSource pool) {
    Jdbi jdbi = Jdbi.create(pool);
    jdbi.registerArgument(ids());
    jdbi.registerColumnMapper(
        TenantId.class, (rows, column, _) -> tenantId(rows.getString(column)));
    jdbi.registerColumnMapper(
        CameraId.class, (rows, column, _) -> cameraId(rows.getString(column)));
    jdbi.registerColumnMapper(
        SessionId.class, (rows, column, _) -> sessionId(rows.getObject(column, UUID.class)));
    return jdbi;
  }

  private static ArgumentFactory ids() {
    return (_, value, _) ->
        switch (value) {
          case TenantId id ->
              Optional.of((position, statement, _) -> statement.setString(position, id.value()));
          case CameraId id ->
              Optional.of((position, statement, _) -> statement.setString(position, id.value()));
          case SessionId id ->
              Optional.of((position, statement, _) -> statement.setObject(position, id.value()));
          case Enum<?> word ->
              Optional.of(
                  (position, statement, _) -> statement.setString(position, word.toString()));
          case null, default -> Optional.empty();
        };
  }

  // Columns may be null where no row joined.

  private static @Nullable TenantId tenantId(@Nullable String value) {
    return value == null ? null : new TenantId(value);
  }

  private static @Nullable CameraId cameraId(@Nullable String value) {
    return value == null ? null : new CameraId(value);
  }

  private static @Nullable SessionId sessionId(@Nullable UUID value) {
    return value == null ? null : new SessionId(value);
  }
}
