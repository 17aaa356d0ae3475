package io.atalaya.launcher.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Somebody who can sign in; of the platform if there is no tenant. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record User(String role, @Nullable String tenantId, String username, String password) {
  @Override
  public String toString() {
    return "User[" + username + "]";
  }
}
