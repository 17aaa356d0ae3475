package io.atalaya.api.platform;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Counts {@link Background} work in and out; outside its transaction. */
@Background
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class BackgroundInterceptor {
  private final BackgroundWork work;

  BackgroundInterceptor(BackgroundWork work) {
    this.work = work;
  }

  @AroundInvoke
  @Nullable Object around(InvocationContext call) throws Exception {
    if (!work.begin()) {
      return null;
    }
    try {
      return call.proceed();
    } finally {
      work.finished();
    }
  }
}
