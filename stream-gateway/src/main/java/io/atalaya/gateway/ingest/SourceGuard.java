package io.atalaya.gateway.ingest;

import io.atalaya.contract.source.SourcePolicy;
import io.atalaya.contract.source.SourceUrl;
import io.atalaya.gateway.engine.IngestFailure;
import io.atalaya.gateway.engine.SourceCheck;
import io.atalaya.gateway.platform.Threads;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns a source's host into the one address that may be connected to. Done before every run: names
 * move, and what was checked when the camera was saved may lead elsewhere by now.
 */
public final class SourceGuard implements SourceCheck {
  private static final Duration LOOKUP_DEADLINE = Duration.ofSeconds(5);

  /** How names become addresses. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final SourcePolicy policy;
  private final Resolver resolver;

  public SourceGuard(SourcePolicy policy) {
    this(policy, InetAddress::getAllByName);
  }

  SourceGuard(SourcePolicy policy, Resolver resolver) {
    this.policy = policy;
    this.resolver = resolver;
  }

  /** Looks the host up and takes the first address; it must be allowed. Blocks, with a deadline. */
  @Override
  public Verdict check(SourceUrl source) throws InterruptedException {
    var lookup = new CompletableFuture<InetAddress[]>();
    // The system's resolver knows neither deadline nor interrupt: it is left behind if need be.
    var _ = Threads.startVirtual("lookup", () -> look(source.host(), lookup));
    try {
      InetAddress first = lookup.get(LOOKUP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)[0];
      return policy
          .refusal(first, source.port())
          .<Verdict>map(reason ->
              new Verdict.Refused(
                  new IngestFailure.SourceRefused("The source is not allowed: " + reason + ".")))
          .orElseGet(() -> new Verdict.Pinned(first));
    } catch (ExecutionException | TimeoutException _) {
      return new Verdict.Refused(
          new IngestFailure.Unreachable("The camera's host name does not resolve."));
    }
  }

  private void look(String host, CompletableFuture<InetAddress[]> lookup) {
    try {
      lookup.complete(resolver.resolve(host));
    } catch (UnknownHostException e) {
      lookup.completeExceptionally(e);
    }
  }
}
