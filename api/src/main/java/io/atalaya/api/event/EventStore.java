package io.atalaya.api.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of {@code event}: added, read in their order, and removed by age or with their tenant. */
@Singleton
final class EventStore {
  /** Longest body of an event; subscribers hold hundreds in memory. */
  private static final int MAX_DATA_CHARS = 4_096;

  private final Database database;
  private final ObjectMapper json;

  EventStore(Database database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  void insert(TenantId tenant, NewEvent event) {
    database.inTenant(tenant, handle -> insert(handle, List.of(event)));
  }

  @CrossTenant("the health loop tells of cameras of many tenants at once")
  void insertAll(List<NewEvent> events) {
    database.acrossTenants(handle -> insert(handle, events));
  }

  private int insert(Handle handle, List<NewEvent> events) {
    return handle
        .createUpdate(
            """
            insert into event (tenant_id, type, camera_id, data)
            select tenant_id, type, camera_id, data::jsonb
            from unnest(:tenants::text[], :types::text[], :cameras::text[], :data::text[])
              with ordinality as told (tenant_id, type, camera_id, data, place)
            order by place
            """)
        .bindArray("tenants", String.class, each(events, event -> text(event.tenant())))
        .bindArray("types", String.class, each(events, event -> event.type().toString()))
        .bindArray("cameras", String.class, each(events, event -> text(event.camera())))
        .bindArray("data", String.class, each(events, this::data))
        .execute();
  }

  /** Everything before it is settled: no transaction with a lower number is under way. */
  @CrossTenant("transactions belong to no tenant")
  Position horizon() {
    return database.acrossTenants(handle ->
        Position.before(
            handle
                .createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                .mapTo(Long.class)
                .one()));
  }

  /** From after {@code after} to before {@code until}, in their order. */
  @CrossTenant("one reader in each replica serves all tenants; and the operator's stream")
  List<RecordedEvent> allBetween(Position after, Position until, int limit) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                "select "
                    + EventRows.COLUMNS
                    + """
                    from event
                    where (recorded_in, position) > (:afterIn::text::xid8, :after)
                      and (recorded_in, position) < (:untilIn::text::xid8, :until)
                    order by recorded_in, position limit :limit
                    """)
            .bind("afterIn", after.recordedIn())
            .bind("after", after.position())
            .bind("untilIn", until.recordedIn())
            .bind("until", until.position())
            .bind("limit", limit)
            .map((rows, _) -> EventRows.event(rows))
            .list());
  }

  /** The same of one tenant. */
  List<RecordedEvent> between(TenantId tenant, Position after, Position until, int limit) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    "select "
                        + EventRows.COLUMNS
                        + """
                        from event
                        where tenant_id = :tenant
                          and (recorded_in, position) > (:afterIn::text::xid8, :after)
                          and (recorded_in, position) < (:untilIn::text::xid8, :until)
                        order by recorded_in, position limit :limit
                        """)
                .bind("tenant", tenant)
                .bind("afterIn", after.recordedIn())
                .bind("after", after.position())
                .bind("untilIn", until.recordedIn())
                .bind("until", until.position())
                .bind("limit", limit)
                .map((rows, _) -> EventRows.event(rows))
                .list());
  }

  /** The last that was removed for its age. */
  @CrossTenant("retention is the same for all tenants")
  Position purged() {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                "select recorded_in::text::bigint as recorded_in, position from event_purge")
            .map((rows, _) -> new Position(rows.getLong("recorded_in"), rows.getLong("position")))
            .one());
  }

  /**
   * Removes up to {@code limit} rows older than {@code age}, the oldest first, and notes up to
   * where; returns how many. Looks at no more than it may remove: their order is that of time, but
   * for the seconds a transaction takes.
   */
  @CrossTenant("retention is the same for all tenants")
  int purgeOlderThan(Duration age, int limit) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                with gone as (
                  delete from event where (recorded_in, position) in (
                    select recorded_in, position from (
                      select recorded_in, position, at from event
                      order by recorded_in, position limit :limit
                    ) oldest
                    where at < clock_timestamp() - make_interval(secs => :seconds))
                  returning recorded_in, position
                ), last as (
                  select recorded_in, position from gone
                  order by recorded_in desc, position desc limit 1
                ), noted as (
                  update event_purge set recorded_in = last.recorded_in, position = last.position
                  from last
                  where (last.recorded_in, last.position)
                    > (event_purge.recorded_in, event_purge.position)
                )
                select count(*) from gone
                """)
            .bind("seconds", age.toSeconds())
            .bind("limit", limit)
            .mapTo(Integer.class)
            .one());
  }

  /** Removes up to {@code limit} rows of a tenant that is being taken down; returns how many. */
  @CrossTenant("only the platform's role may delete; the tenant is named all the same")
  int purge(TenantId tenant, int limit) {
    return database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                delete from event where (recorded_in, position) in (
                  select recorded_in, position from event where tenant_id = :tenant
                  order by recorded_in, position limit :limit)
                """)
            .bind("tenant", tenant)
            .bind("limit", limit)
            .execute());
  }

  private static List<@Nullable Object> each(
      List<NewEvent> events, Function<NewEvent, @Nullable Object> column) {
    return events.stream().<@Nullable Object>map(column).toList();
  }

  private static @Nullable Object text(@Nullable Object id) {
    return id == null ? null : id.toString();
  }

  private String data(NewEvent event) {
    String data;
    try {
      data = json.writeValueAsString(event.data());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event's data must be writable", e);
    }
    if (data.length() > MAX_DATA_CHARS) {
      throw new IllegalArgumentException(
          "data of %s has %d characters, more than %d"
              .formatted(event.type(), data.length(), MAX_DATA_CHARS));
    }
    return data;
  }
}
