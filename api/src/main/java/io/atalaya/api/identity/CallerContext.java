package io.atalaya.api.identity;

import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The current request's caller; set once, before the resource runs. */
@RequestScoped
public class CallerContext {
  private @Nullable Caller caller;

  CallerContext() {}

  /** Who calls; {@code unauthenticated} where nobody was asked to sign in. */
  public Caller current() {
    Caller known = caller;
    if (known == null) {
      throw new DomainError.Unauthenticated(RequestErrorCode.UNAUTHENTICATED, "sign in first")
          .toException();
    }
    return known;
  }

  /** Who calls, where somebody was asked to sign in and did. */
  public Optional<Caller> known() {
    return Optional.ofNullable(caller);
  }

  void set(Caller identified) {
    caller = identified;
  }
}
