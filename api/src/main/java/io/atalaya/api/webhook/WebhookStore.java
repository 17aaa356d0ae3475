package io.atalaya.api.webhook;

import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.SecretBox;
import io.atalaya.contract.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code webhook}. Secrets are sealed on the way in and opened on the way out, here only.
 */
@Singleton
final class WebhookStore {
  private final Database database;
  private final SecretBox box;

  WebhookStore(Database database, SecretBox box) {
    this.database = database;
    this.box = box;
  }

  /** The oldest first. */
  List<Webhook> page(TenantId tenant, PageRequest page) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select * from webhook
                    where tenant_id = :tenant and webhook_id > :after::uuid
                    order by webhook_id limit :rows
                    """)
                .bind("tenant", tenant)
                .bind("after", page.afterOr(0, "00000000-0000-0000-0000-000000000000"))
                .bind("rows", page.rowsToRead())
                .map((rows, _) -> WebhookRows.webhook(rows))
                .list());
  }

  Optional<Webhook> find(TenantId tenant, UUID id) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery("select * from webhook where tenant_id = :tenant and webhook_id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .map((rows, _) -> WebhookRows.webhook(rows))
                .findOne());
  }

  int count(TenantId tenant) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery("select count(*) from webhook where tenant_id = :tenant")
                .bind("tenant", tenant)
                .mapTo(Integer.class)
                .one());
  }

  Webhook insert(TenantId tenant, UUID id, WebhookSettings settings, WebhookSecret secret) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    insert into webhook (tenant_id, webhook_id, url, description, types, secret)
                    values (:tenant, :id, :url, :description, :types, :secret)
                    returning *
                    """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("url", settings.url())
                .bind("description", settings.description())
                .bindArray("types", String.class, settings.types().toArray())
                .bind("secret", sealed(tenant, id, secret))
                .map((rows, _) -> WebhookRows.webhook(rows))
                .one());
  }

  /** Writes its settings; one that is switched on begins well. Empty when somebody was faster. */
  Optional<Webhook> update(
      TenantId tenant, Webhook present, WebhookSettings settings, @Nullable String offBecause) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    update webhook set url = :url, description = :description, types = :types,
                      disabled_at = case when :off::text is null then null
                        else coalesce(disabled_at, clock_timestamp()) end,
                      disabled_reason = :off,
                      failing_since = null, failures = 0, resting_until = '-infinity',
                      version = version + 1
                    where tenant_id = :tenant and webhook_id = :id and version = :version
                    returning *
                    """)
                .bind("tenant", tenant)
                .bind("id", present.id())
                .bind("url", settings.url())
                .bind("description", settings.description())
                .bindArray("types", String.class, settings.types().toArray())
                .bind("off", offBecause)
                .bind("version", present.version())
                .map((rows, _) -> WebhookRows.webhook(rows))
                .findOne());
  }

  /** False when there is no such webhook. */
  boolean delete(TenantId tenant, UUID id) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                    .createUpdate(
                        "delete from webhook where tenant_id = :tenant and webhook_id = :id")
                    .bind("tenant", tenant)
                    .bind("id", id)
                    .execute()
                > 0);
  }

  /** Removes all rows of a tenant that is being taken down; returns how many. */
  int deleteAll(TenantId tenant) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createUpdate("delete from webhook where tenant_id = :tenant")
                .bind("tenant", tenant)
                .execute());
  }

  /** A new secret; the one before signs beside it for {@code overlap}. False when it is gone. */
  boolean rotate(TenantId tenant, UUID id, WebhookSecret secret, Duration overlap) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                    .createUpdate(
                        """
                        update webhook set previous_secret = secret,
                          previous_until = clock_timestamp() + make_interval(secs => :seconds),
                          secret = :secret, version = version + 1
                        where tenant_id = :tenant and webhook_id = :id
                        """)
                    .bind("tenant", tenant)
                    .bind("id", id)
                    .bind("seconds", overlap.toSeconds())
                    .bind("secret", sealed(tenant, id, secret))
                    .execute()
                > 0);
  }

  /** What signs now: the present secret, and the one before while it lasts. */
  List<WebhookSecret> secrets(TenantId tenant, UUID id) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    """
                    select secret, case when previous_until > clock_timestamp()
                      then previous_secret end as previous
                    from webhook where tenant_id = :tenant and webhook_id = :id
                    """)
                .bind("tenant", tenant)
                .bind("id", id)
                .map((rows, _) -> {
                  var found = new ArrayList<WebhookSecret>();
                  found.add(opened(tenant, id, rows.getBytes("secret")));
                  byte[] previous = rows.getBytes("previous");
                  if (previous != null) {
                    found.add(opened(tenant, id, previous));
                  }
                  return List.copyOf(found);
                })
                .findOne()
                .orElse(List.of()));
  }

  private byte[] sealed(TenantId tenant, UUID id, WebhookSecret secret) {
    return box.seal(secret.text(), context(tenant, id));
  }

  private WebhookSecret opened(TenantId tenant, UUID id, byte[] sealed) {
    return WebhookSecret.parse(box.open(sealed, context(tenant, id)));
  }

  private static String context(TenantId tenant, UUID id) {
    return "webhook/%s/%s".formatted(tenant, id);
  }
}
