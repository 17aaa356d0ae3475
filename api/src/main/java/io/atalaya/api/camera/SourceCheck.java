package io.atalaya.api.camera;

import io.atalaya.api.platform.Settings;
import io.atalaya.contract.error.DomainError;
import io.atalaya.contract.error.RequestErrorCode;
import io.atalaya.contract.error.Violation;
import io.atalaya.contract.source.Credentials;
import io.atalaya.contract.source.Network;
import io.atalaya.contract.source.SourcePolicy;
import io.atalaya.contract.source.SourceUrl;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Says at saving what the gateway would refuse at connecting: an early answer for people, not the
 * guard. A name that does not resolve here and now passes, because cameras may live in networks
 * that only the gateway sees; the gateway checks the address it connects to every time.
 */
@Singleton
final class SourceCheck {
  private static final long RESOLVE_SECONDS = 2;
  private static final Credentials MASK = new Credentials("***", "***");

  private final SourcePolicy policy;
  private final ExecutorService threads;

  SourceCheck(Settings settings, @VirtualThreads ExecutorService threads) {
    this.policy =
        new SourcePolicy(
            settings.allowedNetworks().orElse(List.of()).stream().map(Network::parse).toList(),
            settings.allowLocalSources(),
            Set.copyOf(settings.platformPorts().orElse(List.of())));
    this.threads = threads;
  }

  /** The checked source, or {@code validation_failed} or {@code source_not_allowed}. */
  SourceUrl checked(String text) {
    SourceUrl source = parsed(text);
    for (InetAddress address : resolved(source.host())) {
      policy
          .refusal(address, source.port())
          .ifPresent(why -> {
            throw CameraErrorCode.sourceNotAllowed(why);
          });
    }
    return source;
  }

  private static SourceUrl parsed(String text) {
    SourceUrl source;
    try {
      source = SourceUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    if (source.credentials().filter(MASK::equals).isPresent()) {
      throw invalid("holds the mask instead of the credentials; leave source out to keep it");
    }
    return source;
  }

  private List<InetAddress> resolved(String host) {
    Future<InetAddress[]> lookup = threads.submit(() -> InetAddress.getAllByName(host));
    try {
      return List.of(lookup.get(RESOLVE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownHostException)) {
        throw new IllegalStateException("name resolution failed", e.getCause());
      }
      if (host.indexOf(':') >= 0) {
        throw invalid("host is a malformed IPv6 address");
      }
      return List.of();
    } catch (TimeoutException _) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while resolving a name", e);
    } finally {
      lookup.cancel(true);
    }
  }

  private static RuntimeException invalid(String message) {
    return new DomainError.Invalid(
            RequestErrorCode.VALIDATION_FAILED,
            "source " + message,
            List.of(new Violation("source", message)))
        .toException();
  }
}
