package io.atalaya.api.tenant;

import io.atalaya.api.platform.LogFields;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** One line for each change of a tenant's state, once it is committed. */
@Singleton
final class TenantLog {
  private static final Logger LOG = Logger.getLogger(TenantLog.class);

  void onChange(@Observes(during = TransactionPhase.AFTER_SUCCESS) TenantStateChanged changed) {
    try (var _ = LogFields.of(changed.tenantId())) {
      LOG.infof("tenant %s is %s", changed.tenantId(), changed.state());
    }
  }
}
