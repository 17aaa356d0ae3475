package io.atalaya.api.tenant;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.DomainException;
import io.atalaya.contract.error.ErrorCode;
import io.atalaya.contract.id.TenantId;

/** What can be wrong with a tenant or a plan. */
public enum TenantErrorCode implements ErrorCode {
  TENANT_NOT_FOUND,
  TENANT_ALREADY_EXISTS,
  TENANT_STATE_CONFLICT,
  TENANT_SUSPENDED,
  PLAN_NOT_FOUND;

  /** The one answer for a tenant that is unknown, gone, or none of the caller's business. */
  public static DomainException notFound(TenantId tenantId) {
    return new DomainError.NotFound(TENANT_NOT_FOUND, "there is no tenant " + tenantId)
        .toException();
  }
}
