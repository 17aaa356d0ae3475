package io.atalaya.api.webhook;

import io.atalaya.api.event.EventRows;
import io.atalaya.api.event.Position;
import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of {@code webhook_delivery}, and how the queues of {@code webhook} go. */
@Singleton
final class DeliveryStore {
  private static final String SELECT =
      "select d.state, d.attempts, d.due_at, d.attempted_at, d.took_millis, d.status, d.error,"
          + " d.response, "
          + EventRows.COLUMNS
          + " from webhook_delivery d join event using (recorded_in, position)"
          + " where d.tenant_id = :tenant and d.webhook_id = :webhook ";

  private final Database database;

  DeliveryStore(Database database) {
    this.database = database;
  }

  /**
   * Makes out deliveries for the next events that are settled (see {@code V13__events.sql}), up to
   * {@code limit} of them; returns how many events. Nothing while another replica is at it.
   */
  @CrossTenant("one outbox serves all tenants")
  int fanOut(int limit) {
    return database.acrossTenants(handle -> {
      Optional<Position> after = lockFanOut(handle);
      return after.isPresent() ? fanOut(handle, after.get(), limit) : 0;
    });
  }

  private static Optional<Position> lockFanOut(Handle handle) {
    return handle
        .createQuery(
            """
            select recorded_in::text::bigint as recorded_in, position from webhook_fan_out
            for update skip locked
            """)
        .map((rows, _) -> new Position(rows.getLong("recorded_in"), rows.getLong("position")))
        .findOne();
  }

  private static int fanOut(Handle handle, Position after, int limit) {
    return handle
        .createQuery(
            """
            with span as materialized (
              select recorded_in, position, event_id, tenant_id, at, type from event
              where (recorded_in, position) > (:afterIn::text::xid8, :after)
                and recorded_in < (select pg_snapshot_xmin(pg_current_snapshot()))
              order by recorded_in, position limit :limit
            ), told as (
              insert into webhook_delivery
                (tenant_id, webhook_id, event_id, recorded_in, position, due_at)
              select w.tenant_id, w.webhook_id, e.event_id, e.recorded_in, e.position,
                (select clock_timestamp()) -- one for all: their order is the events'
              from span e join webhook w on w.tenant_id = e.tenant_id
              where w.disabled_at is null and w.created_at <= e.at
                and (w.types = '{}' or e.type = any(w.types))
            ), moved as (
              update webhook_fan_out f set recorded_in = last.recorded_in, position = last.position
              from (select recorded_in, position from span
                order by recorded_in desc, position desc limit 1) last
            )
            select count(*) from span
            """)
        .bind("afterIn", after.recordedIn())
        .bind("after", after.position())
        .bind("limit", limit)
        .mapTo(Integer.class)
        .one();
  }

  /** Takes up to {@code limit} endpoints that have something due, for {@code time}. */
  @CrossTenant("the deliverer serves all tenants, the longest unserved first")
  List<Webhook> claim(int limit, Duration time) {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                """
                with waiting as materialized (
                  select tenant_id, webhook_id from webhook w
                  where w.disabled_at is null and w.resting_until <= clock_timestamp()
                    and w.claimed_until <= clock_timestamp()
                    and exists (select from webhook_delivery d
                      where d.tenant_id = w.tenant_id and d.webhook_id = w.webhook_id
                        and d.state = 'pending' and d.due_at <= (select clock_timestamp()))
                  order by w.claimed_until limit :limit for update skip locked)
                update webhook w set claimed_until = clock_timestamp()
                  + make_interval(secs => :seconds)
                from waiting
                where w.tenant_id = waiting.tenant_id and w.webhook_id = waiting.webhook_id
                returning w.*
                """)
            .bind("seconds", time.toSeconds())
            .bind("limit", limit)
            .map((rows, _) -> WebhookRows.webhook(rows))
            .list());
  }

  void release(TenantId tenant, UUID webhook) {
    database.inTenant(
        tenant,
        handle ->
            handle
                .createUpdate(
                    """
                    update webhook set claimed_until = clock_timestamp()
                    where tenant_id = :tenant and webhook_id = :webhook
                    """)
                .bind("tenant", tenant)
                .bind("webhook", webhook)
                .execute());
  }

  /** What is due, in the order of the events. */
  List<Delivery> due(TenantId tenant, UUID webhook, int limit) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    SELECT
                        + """
                        and d.state = 'pending' and d.due_at <= (select clock_timestamp())
                        order by d.due_at, d.recorded_in, d.position limit :limit
                        """)
                .bind("tenant", tenant)
                .bind("webhook", webhook)
                .bind("limit", limit)
                .map((rows, _) -> WebhookRows.delivery(rows))
                .list());
  }

  /** How many wait, counted up to {@code limit}. */
  int pending(TenantId tenant, UUID webhook, int limit) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select count(*) from (
                      select from webhook_delivery
                      where tenant_id = :tenant and webhook_id = :webhook and state = 'pending'
                      limit :limit) waiting
                    """)
                .bind("tenant", tenant)
                .bind("webhook", webhook)
                .bind("limit", limit)
                .mapTo(Integer.class)
                .one());
  }

  void delivered(TenantId tenant, UUID webhook, Delivery delivery, Attempt attempt) {
    database.inTenant(
        tenant,
        handle -> {
          handle
              .createUpdate(
                  """
                  update webhook set failing_since = null, failures = 0
                  where tenant_id = :tenant and webhook_id = :webhook and failures > 0
                  """)
              .bind("tenant", tenant)
              .bind("webhook", webhook)
              .execute();
          return attempted(handle, tenant, webhook, delivery, attempt, null);
        });
  }

  /**
   * Writes down a failed attempt, and how the endpoint goes on.
   *
   * @param again when the delivery is due again; null to give it up
   * @return whether nothing got through for {@code patience}
   */
  boolean failed(
      TenantId tenant,
      UUID webhook,
      Delivery delivery,
      Attempt attempt,
      @Nullable Duration again,
      Duration rest) {
    return database.inTenant(
        tenant,
        handle -> {
          boolean hopeless =
              handle
                  .createQuery(
                      """
                      update webhook set failures = failures + 1,
                        failing_since = coalesce(failing_since, clock_timestamp()),
                        resting_until = clock_timestamp() + make_interval(secs => :rest)
                      where tenant_id = :tenant and webhook_id = :webhook
                      returning failing_since
                        < clock_timestamp() - make_interval(secs => :patience) as hopeless
                      """)
                  .bind("tenant", tenant)
                  .bind("webhook", webhook)
                  .bind("rest", seconds(rest))
                  .bind("patience", Retry.PATIENCE.toSeconds())
                  .mapTo(Boolean.class)
                  .findOne()
                  .orElse(false);
          attempted(handle, tenant, webhook, delivery, attempt, again);
          return hopeless;
        });
  }

  /** After the endpoint's own row was written: who removes one locks the rows in that order. */
  private static int attempted(
      Handle handle,
      TenantId tenant,
      UUID webhook,
      Delivery delivery,
      Attempt attempt,
      @Nullable Duration again) {
    return handle
        .createUpdate(
            """
            update webhook_delivery set state = :state, attempts = attempts + 1,
              due_at = clock_timestamp() + make_interval(secs => :again),
              attempted_at = clock_timestamp(), took_millis = :took, status = :status,
              error = :error, response = :response
            where tenant_id = :tenant and webhook_id = :webhook and event_id = :event
            """)
        .bind("tenant", tenant)
        .bind("webhook", webhook)
        .bind("event", delivery.event().id())
        .bind(
            "state",
            attempt.isDelivered()
                ? Delivery.State.DELIVERED
                : again == null ? Delivery.State.FAILED : Delivery.State.PENDING)
        .bind("again", again == null ? 0.0 : seconds(again))
        .bind("took", attempt.tookMillis())
        .bind("status", attempt.status())
        .bind("error", attempt.error())
        .bind("response", attempt.response())
        .execute();
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1_000.0;
  }

  /** Switches the endpoint off and gives up what waits for it; false when it is off or gone. */
  boolean disable(TenantId tenant, UUID webhook, String reason) {
    return database.inTenant(
        tenant,
        handle -> {
          boolean disabled =
              handle
                      .createUpdate(
                          """
                          update webhook set disabled_at = clock_timestamp(),
                            disabled_reason = :reason, version = version + 1
                          where tenant_id = :tenant and webhook_id = :webhook
                            and disabled_at is null
                          """)
                      .bind("tenant", tenant)
                      .bind("webhook", webhook)
                      .bind("reason", reason)
                      .execute()
                  > 0;
          if (disabled) {
            giveUp(handle, tenant, webhook);
          }
          return disabled;
        });
  }

  /** What waits for an endpoint that was switched off is given up. */
  void giveUp(TenantId tenant, UUID webhook) {
    database.inTenant(tenant, handle -> giveUp(handle, tenant, webhook));
  }

  private static int giveUp(Handle handle, TenantId tenant, UUID webhook) {
    return handle
        .createUpdate(
            """
            update webhook_delivery set state = 'failed'
            where tenant_id = :tenant and webhook_id = :webhook and state = 'pending'
            """)
        .bind("tenant", tenant)
        .bind("webhook", webhook)
        .execute();
  }

  /** Newest events first. */
  List<Delivery> page(
      TenantId tenant, UUID webhook, Delivery.@Nullable State state, PageRequest page) {
    Position before =
        page.after().isEmpty()
            ? new Position(Long.MAX_VALUE, 0)
            : Position.parse(page.after().getFirst()).orElseThrow();
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    SELECT
                        + """
                        and (d.recorded_in, d.position) < (:beforeIn::text::xid8, :before)
                        and (:state::text is null or d.state = :state)
                        order by d.recorded_in desc, d.position desc limit :rows
                        """)
                .bind("tenant", tenant)
                .bind("webhook", webhook)
                .bind("beforeIn", before.recordedIn())
                .bind("before", before.position())
                .bind("state", state)
                .bind("rows", page.rowsToRead())
                .map((rows, _) -> WebhookRows.delivery(rows))
                .list());
  }

  /** Due now, with all its attempts before it; empty when there is no such delivery. */
  Optional<Delivery> resend(TenantId tenant, UUID webhook, UUID event) {
    return database.inTenant(
        tenant,
        handle -> {
          handle
              .createUpdate(
                  """
                  update webhook_delivery set state = 'pending', attempts = 0,
                    due_at = clock_timestamp()
                  where tenant_id = :tenant and webhook_id = :webhook and event_id = :event
                  """)
              .bind("tenant", tenant)
              .bind("webhook", webhook)
              .bind("event", event)
              .execute();
          handle
              .createUpdate(
                  """
                  update webhook set resting_until = '-infinity'
                  where tenant_id = :tenant and webhook_id = :webhook
                  """)
              .bind("tenant", tenant)
              .bind("webhook", webhook)
              .execute();
          return handle
              .createQuery(SELECT + "and d.event_id = :event")
              .bind("tenant", tenant)
              .bind("webhook", webhook)
              .bind("event", event)
              .map((rows, _) -> WebhookRows.delivery(rows))
              .findOne();
        });
  }
}
