package io.atalaya.launcher.demo;

/** A tenant's key for programs. */
public record ApiKey(String tenantId, String role, String key) {
  @Override
  public String toString() {
    return "ApiKey[" + tenantId + ", " + role + "]";
  }
}
