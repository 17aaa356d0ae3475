package io.atalaya.api.webhook;

import java.util.List;

/**
 * What a tenant says about an endpoint.
 *
 * @param types of events; none is all
 */
record WebhookSettings(String url, String description, List<String> types) {
  WebhookSettings {
    types = List.copyOf(types);
  }
}
