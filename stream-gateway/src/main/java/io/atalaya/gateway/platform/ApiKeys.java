package io.atalaya.gateway.platform;

import io.atalaya.contract.token.Ed25519Keys;
import io.atalaya.contract.token.Jwks;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The api's public keys by kid. Fetched when first needed, again when a token names one that is not
 * there, but never more often than {@link #PAUSE}, because anybody can make up kids; and again when
 * they are older than {@link #MAX_AGE}, so that keys which the api gave up verify nothing here
 * either. Keys once fetched go on to be known while the api is away. Any thread.
 */
public final class ApiKeys {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Half the time for which the api publishes a key before it signs, and after. */
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** After a refresh of old keys that failed; each costs somebody a wait for the api. */
  private static final Duration AGED_PAUSE = Duration.ofSeconds(30);

  /** Where keys come from. */
  @FunctionalInterface
  public interface Source {
    Jwks fetch() throws ApiUnavailableException;
  }

  private final Source source;
  private final InstantSource clock;

  /** Held across the fetch on purpose: callers who need a key wait for the one fetch. */
  private final ReentrantLock fetching = new ReentrantLock();

  private volatile Map<String, PublicKey> keys = Map.of();

  /** Guarded by {@link #fetching}. */
  private Instant nextFetch = Instant.EPOCH;

  private volatile Instant refreshAt = Instant.MAX;

  public ApiKeys(Source source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * The key of that name, fetched if need be; blocks then.
   *
   * @throws ApiUnavailableException when there are no keys at all yet and the api gives none
   */
  public Optional<PublicKey> find(String kid) throws ApiUnavailableException {
    if (!clock.instant().isBefore(refreshAt)) {
      refreshAged();
    }
    PublicKey known = keys.get(kid);
    if (known == null) {
      refresh(kid);
      known = keys.get(kid);
    }
    return Optional.ofNullable(known);
  }

  /** How many there are; none before the api answered first. */
  public int count() {
    return keys.size();
  }

  /** Fetches the first ones, or those that are old; to be called now and then. Blocks. */
  void keep() throws ApiUnavailableException {
    if (!keys.isEmpty()) {
      if (!clock.instant().isBefore(refreshAt)) {
        refreshAged();
      }
      return;
    }
    fetching.lock();
    try {
      if (keys.isEmpty()) {
        fetch();
      }
    } finally {
      fetching.unlock();
    }
  }

  /** One caller does; the others go on with what is known. */
  private void refreshAged() {
    if (!fetching.tryLock()) {
      return;
    }
    try {
      if (!clock.instant().isBefore(refreshAt)) {
        refreshAt = clock.instant().plus(AGED_PAUSE);
        fetch();
      }
    } catch (ApiUnavailableException e) {
      LOG.warn("cannot refresh the api's keys, going on with those known: {}", e.getMessage());
    } finally {
      fetching.unlock();
    }
  }

  private void fetch() throws ApiUnavailableException {
    nextFetch = clock.instant().plus(PAUSE);
    keys = parsed(source.fetch());
    refreshAt = clock.instant().plus(MAX_AGE);
  }

  private void refresh(String kid) throws ApiUnavailableException {
    fetching.lock();
    try {
      boolean due = !clock.instant().isBefore(nextFetch);
      if (keys.containsKey(kid) || (!due && !keys.isEmpty())) {
        return;
      }
      if (!due) {
        throw new ApiUnavailableException("the api's keys could not be fetched a moment ago");
      }
      fetch();
    } catch (ApiUnavailableException e) {
      if (keys.isEmpty()) {
        throw e;
      }
      LOG.warn("cannot refresh the api's keys, going on with those known: {}", e.getMessage());
    } finally {
      fetching.unlock();
    }
  }

  private static Map<String, PublicKey> parsed(Jwks jwks) {
    var parsed = new HashMap<String, PublicKey>();
    for (Jwks.Jwk jwk : jwks.keys()) {
      try {
        parsed.put(jwk.kid(), Ed25519Keys.fromJwk(jwk));
      } catch (IllegalArgumentException e) {
        LOG.warn("the api offers a key that is of no use: {}", e.getMessage());
      }
    }
    return Map.copyOf(parsed);
  }
}
