package io.atalaya.api.session;

import io.atalaya.api.platform.Background;
import io.atalaya.api.platform.Settings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Stops the clock of leases while there is no api that could renew them: whoever watched all the
 * while goes on, because the gateway served them and could tell nobody.
 *
 * <p>Replicas write down that they are at work. Who finds that nobody was for longer than {@link
 * #gap} gives every lease that ran then a whole one from now; the next heartbeats decide who really
 * watches. It is looked at before anything that could find a lease lapsed and say so: at start, and
 * before each heartbeat and sweep. A process that is frozen between the two does no harm either:
 * the sweep's own statement expires nothing while an outage is not made up for, and the gateway no
 * longer listens to the answer of such a heartbeat.
 *
 * <p>Limits hold: nobody was admitted during the outage, so the slots were the leases' own. Should
 * somebody of the tenant have been admitted between its end and this, without counting the leases
 * that had lapsed by then, those stay lapsed. Whose page had left is given nothing: nobody watched
 * there.
 */
@ApplicationScoped
public class Outages {
  /**
   * Two ticks. A shorter absence needs no help: of the 45 s of a lease 30 are left at the least
   * when it begins, and gateways try every 2 s.
   */
  private static final Duration LEAST_GAP = Duration.ofSeconds(10);

  private static final Logger LOG = Logger.getLogger(Outages.class);

  private final OutageStore store;
  private final Duration gap;

  Outages(OutageStore store, Settings settings) {
    this.store = store;
    this.gap = settings.outageGap();
    if (gap.compareTo(LEAST_GAP) < 0) {
      throw new IllegalStateException("ATALAYA_OUTAGE_GAP must be at least 10 seconds, not " + gap);
    }
  }

  void start(@Observes StartupEvent event) {
    bridge();
  }

  @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  @Background
  void tick() {
    bridge();
  }

  /** Notes that the api is at work, and makes up for the time it was not. */
  @Transactional
  void bridge() {
    Optional<Instant> awaySince = store.noteAtWork(gap);
    awaySince.ifPresent(since -> {
      store.lockTenantsWithLapsed(since);
      int renewed = store.renewSince(since);
      LOG.infof("no api was at work since %s: %d leases begin anew", since, renewed);
    });
  }
}
