package io.atalaya.api.tenant;

import io.atalaya.contract.id.TenantId;

/** A CDI event, fired inside the transaction that changes the state. */
public record TenantStateChanged(TenantId tenantId, TenantState state) {}
