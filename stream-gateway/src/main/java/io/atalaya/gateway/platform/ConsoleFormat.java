package io.atalaya.gateway.platform;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.LogContext;

/**
 * Has the log written as JSON if the operator says so. It is a filter because a filter is what
 * Quarkus asks before the first line is written; every record passes. Any thread.
 */
@LoggingFilter(name = "console-format")
public final class ConsoleFormat implements Filter {
  private final AtomicBoolean done = new AtomicBoolean();

  @Override
  public boolean isLoggable(LogRecord record) {
    if (!done.getAndSet(true)
        && ConfigProvider.getConfig()
            .getOptionalValue("atalaya.log-format", LogFormat.class)
            .filter(LogFormat.JSON::equals)
            .isPresent()) {
      var root = LogContext.getLogContext().getLogger("");
      Arrays.stream(root.getHandlers())
          .flatMap(ConsoleFormat::withInner)
          .forEach(handler -> handler.setFormatter(new JsonLines()));
    }
    return true;
  }

  private static Stream<Handler> withInner(Handler handler) {
    return handler instanceof ExtHandler outer && outer.getHandlers().length > 0
        ? Arrays.stream(outer.getHandlers()).flatMap(ConsoleFormat::withInner)
        : Stream.of(handler);
  }
}
