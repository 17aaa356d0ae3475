package io.atalaya.api.webhook;

import io.atalaya.api.platform.Settings;
import io.atalaya.contract.source.Network;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the address behind a webhook's host, once for each delivery, and checks it; what is then
 * spoken to is that address and no name, which might resolve to another one a moment later.
 */
@Singleton
final class Receivers {
  private static final long RESOLVE_SECONDS = 3;

  private final ReceiverPolicy policy;
  private final ExecutorService threads;

  Receivers(Settings settings, @VirtualThreads ExecutorService threads) {
    this.policy =
        new ReceiverPolicy(
            settings.webhookNetworks().orElse(List.of()).stream().map(Network::parse).toList(),
            Set.copyOf(settings.platformPorts().orElse(List.of())));
    this.threads = threads;
  }

  /** What became of a host's name. */
  sealed interface Found {}

  /** Speak to this one. */
  record Checked(InetAddress address) implements Found {}

  /** Never, as things are. */
  record Refused(String why) implements Found {}

  /** Not now. */
  record Unknown(String why) implements Found {}

  /** A host is refused if any of its addresses is. */
  Found find(WebhookUrl url) {
    Future<InetAddress[]> lookup = threads.submit(() -> InetAddress.getAllByName(url.host()));
    try {
      List<InetAddress> addresses = List.of(lookup.get(RESOLVE_SECONDS, TimeUnit.SECONDS));
      Optional<String> refusal =
          addresses.stream()
              .flatMap(one -> policy.refusal(one, url.port(), url.tls()).stream())
              .findFirst();
      return refusal.<Found>map(Refused::new).orElseGet(() -> new Checked(addresses.getFirst()));
    } catch (ExecutionException _) {
      return new Unknown("the host's name does not resolve");
    } catch (TimeoutException _) {
      return new Unknown("the host's name was not resolved in time");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Unknown("interrupted");
    } finally {
      lookup.cancel(true);
    }
  }
}
