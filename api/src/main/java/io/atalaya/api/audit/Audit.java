package io.atalaya.api.audit;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.platform.Cursor;
import io.atalaya.api.platform.Page;
import io.atalaya.api.platform.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Reads what was written down. */
@ApplicationScoped
public class Audit {
  private final AuditStore store;

  Audit(AuditStore store) {
    this.store = store;
  }

  /** Newest first, of the tenant acted in; of all for platform people who act in none. */
  @Transactional
  public Page<AuditEvent> list(Caller caller, AuditFilter filter, PageRequest page) {
    if (!page.after().isEmpty()) {
      Cursor.requireInstant(page.after().getFirst());
      Cursor.requireUuid(page.after().getLast());
    }
    List<AuditEvent> rows =
        caller.role().isPlatform() && caller.acting().isEmpty()
            ? store.pageOfAll(filter, page)
            : store.page(caller.tenant(), filter, page);
    return Page.of(rows, page, event -> List.of(event.at().toString(), event.id().toString()));
  }
}
