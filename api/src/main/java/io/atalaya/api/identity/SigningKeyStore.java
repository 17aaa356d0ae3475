package io.atalaya.api.identity;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Rows of {@code signing_key}. */
@Singleton
final class SigningKeyStore {
  /** A key at rest; {@code publicKey} is a JWK's {@code x}. Public because Jdbi makes it. */
  @SuppressWarnings("ArrayRecordComponent") // read once and opened; never compared
  public record Row(
      String kid, String publicKey, byte[] sealedPrivate, Instant createdAt, Instant signsFrom) {
    @Override
    public String toString() {
      return "Row[" + kid + "]";
    }
  }

  private final Database database;

  SigningKeyStore(Database database) {
    this.database = database;
  }

  @CrossTenant("the platform signs, not a tenant")
  KeySchedule schedule() {
    return database.acrossTenants(handle -> {
      Instant now = handle.createQuery("select statement_timestamp()").mapTo(Instant.class).one();
      return new KeySchedule(
          handle
              .createQuery("select * from signing_key")
              .map(ConstructorMapper.of(Row.class))
              .list(),
          now);
    });
  }

  /** Keeps other replicas from making a key until the transaction ends. */
  @CrossTenant("the platform signs, not a tenant")
  void lock() {
    database.acrossTenants(
        handle -> handle.execute("lock table signing_key in share row exclusive mode"));
  }

  @CrossTenant("the platform signs, not a tenant")
  void insert(String kid, String publicKey, byte[] sealedPrivate, Instant signsFrom) {
    database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                insert into signing_key (kid, public_key, sealed_private, signs_from)
                values (:kid, :publicKey, :sealedPrivate, :signsFrom)
                """)
            .bind("kid", kid)
            .bind("publicKey", publicKey)
            .bind("sealedPrivate", sealedPrivate)
            .bind("signsFrom", signsFrom)
            .execute());
  }

  @CrossTenant("the platform signs, not a tenant")
  void delete(List<String> kids) {
    database.acrossTenants(handle ->
        handle
            .createUpdate("delete from signing_key where kid = any(:kids)")
            .bindArray("kids", String.class, kids)
            .execute());
  }
}
