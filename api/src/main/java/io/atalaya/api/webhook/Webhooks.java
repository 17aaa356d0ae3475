package io.atalaya.api.webhook;

import io.atalaya.api.event.EventType;
import io.atalaya.api.event.Position;
import io.atalaya.api.platform.Cursor;
import io.atalaya.api.platform.Etag;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.tenant.Tenants;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.id.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's endpoints and what was sent to them. Callers have asked {@code policy} already. */
@ApplicationScoped
class Webhooks {
  static final int MAX_PER_TENANT = 10;

  /** How long a secret that was replaced signs beside the new one. */
  static final Duration OVERLAP = Duration.ofHours(24);

  private static final String OFF_BY_HAND = "switched off by the tenant";

  private final WebhookStore store;
  private final DeliveryStore deliveries;
  private final Receivers receivers;
  private final Tenants tenants;
  private final WebhookAudit audit;
  private final Ids ids;
  private final SecureRandom random;

  Webhooks(
      WebhookStore store,
      DeliveryStore deliveries,
      Receivers receivers,
      Tenants tenants,
      WebhookAudit audit,
      Ids ids,
      SecureRandom random) {
    this.store = store;
    this.deliveries = deliveries;
    this.receivers = receivers;
    this.tenants = tenants;
    this.audit = audit;
    this.ids = ids;
    this.random = random;
  }

  /** A new endpoint, and its secret: the only time anybody sees it. */
  record Made(Webhook webhook, WebhookSecret secret) {}

  /** What is to change; null stays. */
  record Change(
      @Nullable String url,
      @Nullable String description,
      @Nullable List<String> types,
      @Nullable Boolean enabled) {}

  /** The oldest first. */
  Page<Webhook> page(TenantId tenant, PageRequest page) {
    page.after().forEach(Cursor::requireUuid);
    return Page.of(store.page(tenant, page), page, one -> List.of(one.id().toString()));
  }

  /** One of the tenant's, or {@code webhook_not_found}. */
  Webhook get(TenantId tenant, UUID id) {
    return store.find(tenant, id).orElseThrow(WebhookErrorCode::notFound);
  }

  /** {@code too_many_webhooks} beyond {@link #MAX_PER_TENANT}. */
  Made create(TenantId tenant, WebhookSettings settings) {
    requireAllowed(settings.url());
    requireKnown(settings.types());
    WebhookSecret secret = WebhookSecret.make(random);
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          tenants.lockTerms(tenant); // Two at once must see each other.
          if (store.count(tenant) >= MAX_PER_TENANT) {
            throw WebhookErrorCode.tooMany(MAX_PER_TENANT);
          }
          Webhook made = store.insert(tenant, ids.next(), settings, secret);
          audit.created(made);
          return new Made(made, secret);
        });
  }

  /** Changes what is not null. Whatever is changed, it begins well again. */
  Webhook edit(TenantId tenant, UUID id, Change change, @Nullable String ifMatch) {
    get(tenant, id);
    if (change.url() != null) {
      requireAllowed(change.url());
    }
    requireKnown(change.types() == null ? List.of() : change.types());
    return QuarkusTransaction.requiringNew().call(() -> edited(tenant, id, change, ifMatch));
  }

  private Webhook edited(TenantId tenant, UUID id, Change change, @Nullable String ifMatch) {
    Webhook present = get(tenant, id);
    Etag.requireMatch(ifMatch, present.version());
    Webhook.Disabled disabled = present.disabled();
    String off = disabled == null ? null : disabled.reason();
    if (change.enabled() != null) {
      off = change.enabled() ? null : off == null ? OFF_BY_HAND : off;
    }
    var settings =
        new WebhookSettings(
            change.url() == null ? present.url() : change.url(),
            change.description() == null ? present.description() : change.description(),
            change.types() == null ? present.types() : change.types());
    Webhook changed =
        store
            .update(tenant, present, settings, off)
            .orElseThrow(() ->
                new DomainError.PreconditionFailed(
                        RequestErrorCode.PRECONDITION_FAILED,
                        "somebody else changed the webhook meanwhile")
                    .toException());
    audit.edited(present, changed);
    if (off != null) {
      deliveries.giveUp(tenant, id);
    }
    return changed;
  }

  /** Gone, with everything that waits for it. */
  @Transactional
  void delete(TenantId tenant, UUID id) {
    Webhook last = get(tenant, id);
    if (!store.delete(tenant, id)) {
      throw WebhookErrorCode.notFound();
    }
    audit.deleted(last);
  }

  /** Another secret; the one before signs beside it for {@link #OVERLAP}. */
  @Transactional
  WebhookSecret rotate(TenantId tenant, UUID id) {
    Webhook webhook = get(tenant, id);
    WebhookSecret secret = WebhookSecret.make(random);
    if (!store.rotate(tenant, id, secret, OVERLAP)) {
      throw WebhookErrorCode.notFound();
    }
    audit.secretRotated(webhook);
    return secret;
  }

  /** What was, and is to be, sent; newest first. */
  Page<Delivery> deliveries(
      TenantId tenant, UUID id, Delivery.@Nullable State state, PageRequest page) {
    get(tenant, id);
    if (page.after().stream().anyMatch(key -> Position.parse(key).isEmpty())) {
      throw WebhookErrorCode.invalid("cursor", "must be the nextCursor of the page before");
    }
    return Page.of(
        deliveries.page(tenant, id, state, page),
        page,
        delivery -> List.of(delivery.event().position().toString()));
  }

  /** Sends it once more, whatever came of it; {@code delivery_not_found}. */
  @Transactional
  Delivery resend(TenantId tenant, UUID id, UUID event) {
    Webhook webhook = get(tenant, id);
    if (webhook.disabled() != null) {
      throw WebhookErrorCode.invalid("webhookId", "names a webhook that is switched off");
    }
    Delivery again =
        deliveries.resend(tenant, id, event).orElseThrow(WebhookErrorCode::deliveryNotFound);
    audit.resent(webhook, event);
    return again;
  }

  private void requireAllowed(String text) {
    WebhookUrl url;
    try {
      url = WebhookUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw WebhookErrorCode.invalid("url", String.valueOf(e.getMessage()));
    }
    // Early for people; what counts is the check of each delivery.
    if (receivers.find(url) instanceof Receivers.Refused(String why)) {
      throw WebhookErrorCode.urlNotAllowed(why);
    }
  }

  private static void requireKnown(List<String> types) {
    for (String type : types) {
      Optional<EventType> known = EventType.of(type).filter(one -> !one.isOfPlatform());
      if (known.isEmpty()) {
        throw WebhookErrorCode.invalid("types", "must be types of events, see docs/ref/events.md");
      }
    }
  }
}
