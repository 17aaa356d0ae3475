package io.atalaya.api.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.platform.Background;
import io.atalaya.api.platform.Deed;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.SecretBox;
import io.atalaya.api.platform.Settings;
import io.atalaya.contract.token.CompactJws;
import io.atalaya.contract.token.Ed25519Keys;
import io.atalaya.contract.token.Jwks;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign our tokens, shared by all replicas through the database. Which one signs is
 * {@link KeySchedule}'s to say; each replica looks every ten seconds, and makes a new key when the
 * present one is old. Any thread.
 */
@Singleton
public class SigningKeys {
  private static final Logger LOG = Logger.getLogger(SigningKeys.class);

  /** Loops sign what they tell the gateway; the scheduler starts them at priority 0. */
  private static final int BEFORE_THE_LOOPS = -1;

  private final SigningKeyStore store;
  private final SecretBox secrets;
  private final Ids ids;
  private final ObjectMapper json;
  private final Event<Deed> deeds;
  private final Duration age;
  private volatile @Nullable Signer current;

  SigningKeys(
      SigningKeyStore store,
      SecretBox secrets,
      Ids ids,
      ObjectMapper json,
      Event<Deed> deeds,
      Settings settings) {
    this.store = store;
    this.secrets = secrets;
    this.ids = ids;
    this.json = json;
    this.deeds = deeds;
    this.age = settings.signingKeyAge();
  }

  /** Signs claims with EdDSA; a compact JWS. */
  public String sign(Record claims) {
    Signer signer = current;
    if (signer == null) {
      throw new IllegalStateException("no key to sign with before start-up is done");
    }
    try {
      return CompactJws.signEd25519(signer.kid, json.writeValueAsBytes(claims), signer::sign);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("claims must be writable as JSON", e);
    }
  }

  /** Whether {@link #sign} has a key. */
  public boolean canSign() {
    return current != null;
  }

  /** What verifies our signatures, and those of the key that signs next. */
  public Jwks published() {
    return new Jwks(
        store.schedule().published().stream()
            .map(row -> new Jwks.Jwk("OKP", "Ed25519", "EdDSA", "sig", row.kid(), row.publicKey()))
            .toList());
  }

  /** All that are published, in the order in which they sign. */
  public List<SigningKey> list() {
    return listed(store.schedule());
  }

  /** Has another key sign soon, whatever the present one's age; a key on its way already is it. */
  @Transactional
  public List<SigningKey> rotate() {
    store.lock();
    KeySchedule schedule = store.schedule();
    return listed(schedule.hasNext() ? schedule : madeAnother(schedule));
  }

  void start(@Observes @Priority(BEFORE_THE_LOOPS) StartupEvent event) {
    follow();
  }

  @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  @Background
  void tick() {
    follow();
  }

  /** Makes a key if one is due, forgets those that are gone, and signs with the present one. */
  @Transactional
  void follow() {
    KeySchedule schedule = store.schedule();
    if (schedule.isDue(age) || !schedule.gone().isEmpty()) {
      store.lock();
      schedule = store.schedule(); // another replica may have been faster
      store.delete(schedule.gone());
      schedule = schedule.isDue(age) ? madeAnother(schedule) : schedule;
    }
    SigningKeyStore.Row row = schedule.current().orElseThrow();
    Signer signer = current;
    if (signer == null || !signer.kid.equals(row.kid())) {
      current = signer(row);
      LOG.infof("tokens are signed with key %s from now on", row.kid());
    }
  }

  private KeySchedule madeAnother(KeySchedule schedule) {
    KeyPair pair = Ed25519Keys.generate();
    String kid = ids.next().toString();
    String pkcs8 = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    store.insert(
        kid,
        Ed25519Keys.toJwk(kid, pair.getPublic()).x(),
        secrets.seal(pkcs8, context(kid)),
        schedule.nextSignsFrom());
    deeds.fire(
        Deed.ofPlatform(
            "signing_key.created",
            "signing_key/" + kid,
            Map.of("signsFrom", schedule.nextSignsFrom().toString())));
    LOG.infof("key %s is published and signs from %s on", kid, schedule.nextSignsFrom());
    return store.schedule();
  }

  private static List<SigningKey> listed(KeySchedule schedule) {
    return schedule.published().stream()
        .map(
            row -> new SigningKey(row.kid(), schedule.state(row), row.createdAt(), row.signsFrom()))
        .toList();
  }

  private Signer signer(SigningKeyStore.Row row) {
    String pkcs8 = secrets.open(row.sealedPrivate(), context(row.kid()));
    try {
      var key = PrivateKeyFactory.createKey(Base64.getDecoder().decode(pkcs8));
      return new Signer(row.kid(), (Ed25519PrivateKeyParameters) key);
    } catch (IOException | ClassCastException e) {
      throw new IllegalStateException("signing key " + row.kid() + " is no Ed25519 key", e);
    }
  }

  private static String context(String kid) {
    return "signing_key/" + kid;
  }

  /** Bouncy Castle signs in a tenth of the time that the JDK takes, and signs the same. */
  private record Signer(String kid, Ed25519PrivateKeyParameters key) {
    byte[] sign(byte[] message) {
      var signer = new Ed25519Signer();
      signer.init(true, key);
      signer.update(message, 0, message.length);
      return signer.generateSignature();
    }

    @Override
    public String toString() {
      return "Signer[" + kid + "]";
    }
  }
}
