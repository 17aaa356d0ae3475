package io.atalaya.api.audit;

import io.atalaya.api.identity.Caller;
import io.atalaya.api.identity.CallerContext;
import io.atalaya.api.platform.CurrentRequest;
import io.atalaya.api.platform.CurrentRequest.Sender;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Finds out on whose behalf the current thread works. */
@Singleton
final class Origins {
  private static final int MAX_ADDRESS = 64;
  private static final int MAX_TEXT = 200;

  private final CurrentRequest request;
  private final CallerContext callers;
  private final ActingGateway gateway;

  Origins(CurrentRequest request, CallerContext callers, ActingGateway gateway) {
    this.request = request;
    this.callers = callers;
    this.gateway = gateway;
  }

  Origin current() {
    return request.sender().map(this::of).orElse(Origin.SYSTEM);
  }

  private Origin of(Sender sender) {
    Actor actor =
        gateway.actor().or(() -> callers.known().map(Origins::person)).orElse(Actor.ANONYMOUS);
    return new Origin(
        actor,
        clean(sender.address(), MAX_ADDRESS),
        clean(sender.userAgent(), MAX_TEXT),
        clean(sender.requestId(), MAX_ADDRESS));
  }

  private static Actor person(Caller caller) {
    Actor.Kind kind =
        switch (caller.kind()) {
          case PERSON -> caller.home().isEmpty() ? Actor.Kind.PLATFORM_USER : Actor.Kind.USER;
          case PROGRAM -> Actor.Kind.API_KEY;
        };
    return new Actor(kind, caller.userId().toString(), clean(caller.username(), MAX_TEXT));
  }

  /** What strangers sent, without control characters and at most {@code maxChars} long. */
  static @Nullable String clean(@Nullable String text, int maxChars) {
    if (text == null) {
      return null;
    }
    var kept = new StringBuilder();
    text.codePoints()
        .filter(point -> !Character.isISOControl(point) && !isSurrogate(point))
        .limit(maxChars)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
