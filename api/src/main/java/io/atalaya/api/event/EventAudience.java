package io.atalaya.api.event;

import io.atalaya.contract.id.TenantId;
import java.util.Optional;
import java.util.UUID;

/**
 * What one reader may hear of.
 *
 * @param tenant empty for the platform's people, who hear of all
 * @param user who reads
 * @param all whether they also hear what is another person's business
 */
record EventAudience(Optional<TenantId> tenant, UUID user, boolean all) {
  boolean hears(RecordedEvent event) {
    boolean ours = tenant.isEmpty() || tenant.get().equals(event.tenant());
    return ours && (all || event.viewer() == null || event.viewer().equals(user));
  }
}
