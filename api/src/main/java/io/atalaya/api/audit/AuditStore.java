package io.atalaya.api.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Rows of {@code audit_event}: added, read, and removed with their tenant or by age. */
@Singleton
final class AuditStore {
  private static final String INSERT =
      """
      insert into audit_event (tenant_id, event_id, action, subject, camera_id, user_id,
        actor_kind, actor_id, actor_name, client_address, user_agent, request_id, reason, details)
      """;

  private static final String VALUES =
      """
      :tenant, :id, :action, :subject, :camera, :user::uuid, :actorKind, :actorId, :actorName, :address,
        :userAgent, :requestId, :reason, :details::jsonb
      """;

  private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};

  private final Database database;
  private final ObjectMapper json;

  AuditStore(Database database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  void insert(TenantId tenant, UUID id, Fact fact, Origin origin) {
    database.inTenant(
        tenant,
        handle ->
            bound(
                    handle.createUpdate(INSERT + "values (" + VALUES + ")"),
                    tenant,
                    new AuditEvent(id, tenant, Instant.EPOCH, fact, origin))
                .execute());
  }

  @CrossTenant("the health loop writes of cameras of many tenants at once")
  void insertAll(List<AuditEvent> events) {
    database.acrossTenants(handle -> {
      PreparedBatch batch = handle.prepareBatch(INSERT + "values (" + VALUES + ")");
      events.forEach(event -> bound(batch, event.tenant(), event).add());
      return batch.execute();
    });
  }

  @CrossTenant("it belongs to no tenant")
  void insertOfPlatform(UUID id, Fact fact, Origin origin) {
    database.acrossTenants(handle ->
        bound(
                handle.createUpdate(INSERT + "values (" + VALUES + ")"),
                null,
                new AuditEvent(id, null, Instant.EPOCH, fact, origin))
            .execute());
  }

  /** Not into a tenant that is being removed: what was purged stays purged. */
  void insertUnlessLeaving(TenantId tenant, UUID id, Fact fact, Origin origin) {
    database.inTenant(
        tenant,
        handle ->
            bound(
                    handle.createUpdate(
                        INSERT
                            + "select "
                            + VALUES
                            + """
                            where exists (select from tenant
                              where tenant_id = :tenant and state in ('active', 'suspended'))
                            """),
                    tenant,
                    new AuditEvent(id, tenant, Instant.EPOCH, fact, origin))
                .execute());
  }

  List<AuditEvent> page(TenantId tenant, AuditFilter filter, PageRequest page) {
    return database.inTenant(
        tenant, handle -> page(handle, "tenant_id = :tenant and ", tenant, filter, page));
  }

  @CrossTenant("the operator's view of all that happened")
  List<AuditEvent> pageOfAll(AuditFilter filter, PageRequest page) {
    return database.acrossTenants(handle -> page(handle, "", null, filter, page));
  }

  /** Newest first. */
  private List<AuditEvent> page(
      Handle handle,
      String scope,
      @Nullable TenantId tenant,
      AuditFilter filter,
      PageRequest page) {
    var where = new StringBuilder(scope).append("at >= :from and at < :to");
    if (!page.after().isEmpty()) {
      where.append(" and (at, event_id) < (:afterAt, :afterId)");
    }
    if (filter.action() != null) {
      where.append(
          filter.action().contains(".")
              ? " and action = :action"
              : " and starts_with(action, :action || '.')");
    }
    if (filter.outcome() != null) {
      where.append(" and ").append(filter.outcome().condition());
    }
    if (filter.subject() != null) {
      where.append(" and subject = :subject");
    }
    if (filter.camera() != null) {
      where.append(" and camera_id = :camera");
    }
    if (filter.user() != null) {
      where.append(" and user_id = :user");
    }
    if (filter.actorKind() != null) {
      where.append(" and actor_kind = :actorKind");
    }
    if (filter.actorId() != null) {
      where.append(" and actor_id = :actorId");
    }
    var query =
        handle
            .createQuery(
                "select * from audit_event where "
                    + where
                    + " order by at desc, event_id desc limit :rows")
            .bind("rows", page.rowsToRead())
            .bind("tenant", tenant)
            .bind("from", filter.at().from())
            .bind("to", filter.at().to())
            .bind("action", filter.action())
            .bind("subject", filter.subject())
            .bind("camera", filter.camera())
            .bind("user", filter.user())
            .bind("actorKind", filter.actorKind() == null ? null : filter.actorKind().toString())
            .bind("actorId", filter.actorId());
    if (!page.after().isEmpty()) {
      query
          .bind("afterAt", Instant.parse(page.after().getFirst()))
          .bind("afterId", UUID.fromString(page.after().getLast()));
    }
    return query.map((rows, _) -> event(rows)).list();
  }

  /** Removes up to {@code limit} rows of a tenant that is being removed; returns how many. */
  @CrossTenant("only the platform's role may delete; the tenant is named all the same")
  int purge(TenantId tenant, int limit) {
    return database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                delete from audit_event where (at, event_id) in (
                  select at, event_id from audit_event where tenant_id = :tenant
                  order by at, event_id limit :limit)
                """)
            .bind("tenant", tenant)
            .bind("limit", limit)
            .execute());
  }

  /** Removes up to {@code limit} of a tenant's rows older than {@code age}; returns how many. */
  @CrossTenant("only the platform's role may delete; the tenant is named all the same")
  int purgeOlderThan(TenantId tenant, Duration age, int limit) {
    return database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                delete from audit_event where (at, event_id) in (
                  select at, event_id from audit_event
                  where tenant_id = :tenant
                    and at < clock_timestamp() - make_interval(secs => :seconds)
                  order by at, event_id limit :limit)
                """)
            .bind("tenant", tenant)
            .bind("seconds", age.toSeconds())
            .bind("limit", limit)
            .execute());
  }

  /** The same of rows of no tenant. */
  @CrossTenant("they belong to no tenant")
  int purgePlatformOlderThan(Duration age, int limit) {
    return database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                delete from audit_event where (at, event_id) in (
                  select at, event_id from audit_event
                  where tenant_id is null
                    and at < clock_timestamp() - make_interval(secs => :seconds)
                  order by at, event_id limit :limit)
                """)
            .bind("seconds", age.toSeconds())
            .bind("limit", limit)
            .execute());
  }

  private <S extends SqlStatement<S>> S bound(
      S statement, @Nullable TenantId tenant, AuditEvent event) {
    Fact fact = event.fact();
    Origin origin = event.origin();
    return statement
        .bind("tenant", tenant)
        .bind("id", event.id())
        .bind("action", fact.action())
        .bind("subject", fact.subject())
        .bind("camera", fact.camera())
        .bind("user", fact.user())
        .bind("actorKind", origin.actor().kind())
        .bind("actorId", origin.actor().id())
        .bind("actorName", origin.actor().name())
        .bind("address", origin.clientAddress())
        .bind("userAgent", origin.userAgent())
        .bind("requestId", origin.requestId())
        .bind("reason", fact.reason())
        .bind("details", written(fact.details()));
  }

  private String written(Map<String, Object> details) {
    try {
      return json.writeValueAsString(details);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("details of an event must be writable", e);
    }
  }

  private AuditEvent event(ResultSet rows) throws SQLException {
    String tenant = rows.getString("tenant_id");
    String camera = rows.getString("camera_id");
    return new AuditEvent(
        rows.getObject("event_id", UUID.class),
        tenant == null ? null : new TenantId(tenant),
        rows.getTimestamp("at").toInstant(),
        new Fact(
            rows.getString("action"),
            rows.getString("subject"),
            camera == null ? null : new CameraId(camera),
            rows.getObject("user_id", UUID.class),
            rows.getString("reason"),
            details(rows.getString("details"))),
        new Origin(
            new Actor(
                Actor.Kind.valueOf(rows.getString("actor_kind").toUpperCase(Locale.ROOT)),
                rows.getString("actor_id"),
                rows.getString("actor_name")),
            rows.getString("client_address"),
            rows.getString("user_agent"),
            rows.getString("request_id")));
  }

  private Map<String, Object> details(String text) {
    try {
      return json.readValue(text, DETAILS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("details in an event's row are not readable", e);
    }
  }
}
