package io.atalaya.api.identity;

import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Rows of {@code signing_key}. */
@Singleton
final class SigningKeyStore {
  /** A key at rest; {@code publicKey} is a JWK's {@code x}. Public because Jdbi makes it. */
  @SuppressWarnings("ArrayRecordComponent") // read once and opened; never compared
  public record Row(String kid, String publicKey, byte[] sealedPrivate) {}

  private final Database database;

  SigningKeyStore(Database database) {
    this.database = database;
  }

  @CrossTenant("the platform signs, not a tenant")
  Optional<Row> newest() {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                "select kid, public_key, sealed_private from signing_key"
                    + " order by created_at desc, kid limit 1")
            .map(ConstructorMapper.of(Row.class))
            .findOne());
  }

  @CrossTenant("the platform signs, not a tenant")
  List<Row> all() {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                "select kid, public_key, sealed_private from signing_key order by created_at")
            .map(ConstructorMapper.of(Row.class))
            .list());
  }

  @CrossTenant("the platform signs, not a tenant")
  void insert(Row row) {
    database.acrossTenants(handle ->
        handle
            .createUpdate(
                """
                insert into signing_key (kid, public_key, sealed_private)
                values (:kid, :publicKey, :sealedPrivate)
                """)
            .bind("kid", row.kid)
            .bind("publicKey", row.publicKey)
            .bind("sealedPrivate", row.sealedPrivate)
            .execute());
  }
}
