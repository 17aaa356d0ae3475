/**
 * Tells other systems of events over HTTP, signed as the Standard Webhooks specification says.
 *
 * <p>{@link io.atalaya.api.webhook.Webhooks} keeps the endpoints. {@code Deliverer} makes out a
 * delivery for each event and endpoint, and serves each endpoint's queue by itself, so that one
 * that is dead or slow delays nobody else. {@code ReceiverPolicy} decides which addresses may be
 * spoken to, and {@code WebhookSender} speaks to exactly the address that was checked.
 */
@NullMarked
package io.atalaya.api.webhook;

import org.jspecify.annotations.NullMarked;
