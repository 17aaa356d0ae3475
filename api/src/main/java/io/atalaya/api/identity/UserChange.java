package io.atalaya.api.identity;

import org.jspecify.annotations.Nullable;

/** What is to change about a user; null stays as it is. */
public record UserChange(
    @Nullable String displayName, @Nullable String password, @Nullable Role role) {
  @Override
  public String toString() {
    return "UserChange[" + displayName + ", " + role + ", ***]";
  }
}
