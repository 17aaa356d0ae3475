package io.atalaya.api.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.platform.Ids;
import io.atalaya.api.platform.SecretBox;
import io.atalaya.contract.token.CompactJws;
import io.atalaya.contract.token.Ed25519Keys;
import io.atalaya.contract.token.Jwks;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign our tokens, shared by all replicas through the database. Signs with the newest
 * key as of start-up; publishes all. Any thread.
 */
@Singleton
public class SigningKeys {
  private final SigningKeyStore store;
  private final SecretBox secrets;
  private final Ids ids;
  private final ObjectMapper json;
  private volatile @Nullable Signer current;

  SigningKeys(SigningKeyStore store, SecretBox secrets, Ids ids, ObjectMapper json) {
    this.store = store;
    this.secrets = secrets;
    this.ids = ids;
    this.json = json;
  }

  /** Signs claims with EdDSA; a compact JWS. */
  public String sign(Record claims) {
    Signer signer = current;
    if (signer == null) {
      throw new IllegalStateException("no key to sign with before start-up is done");
    }
    try {
      return CompactJws.signEd25519(signer.kid, json.writeValueAsBytes(claims), signer.key);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("claims must be writable as JSON", e);
    }
  }

  /** What verifies our signatures. */
  public Jwks published() {
    return new Jwks(
        store.all().stream()
            .map(row -> new Jwks.Jwk("OKP", "Ed25519", "EdDSA", "sig", row.kid(), row.publicKey()))
            .toList());
  }

  /** Two replicas that start at once may each make a key: both are published, so both are good. */
  @Transactional
  void start(@Observes StartupEvent event) {
    current = signer(store.newest().orElseGet(this::make));
  }

  private SigningKeyStore.Row make() {
    KeyPair pair = Ed25519Keys.generate();
    String kid = ids.next().toString();
    String pkcs8 = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    var row =
        new SigningKeyStore.Row(
            kid, Ed25519Keys.toJwk(kid, pair.getPublic()).x(), secrets.seal(pkcs8, context(kid)));
    store.insert(row);
    return row;
  }

  private Signer signer(SigningKeyStore.Row row) {
    String pkcs8 = secrets.open(row.sealedPrivate(), context(row.kid()));
    return new Signer(row.kid(), Ed25519Keys.privateKey(Base64.getDecoder().decode(pkcs8)));
  }

  private static String context(String kid) {
    return "signing_key/" + kid;
  }

  private record Signer(String kid, PrivateKey key) {}
}
