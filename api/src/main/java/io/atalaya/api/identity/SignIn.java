package io.atalaya.api.identity;

import io.atalaya.contract.id.TenantId;
import java.util.Optional;

/**
 * Somebody's claim to be somebody.
 *
 * @param tenantId empty for people of the platform
 * @param address where the request comes from
 */
public record SignIn(
    Optional<TenantId> tenantId, String username, String password, String address) {
  @Override
  public String toString() {
    return "SignIn[" + tenantId + ", " + username + ", ***]";
  }
}
