package io.atalaya.api.camera;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.api.platform.CrossTenant;
import io.atalaya.api.platform.Database;
import io.atalaya.api.platform.PageRequest;
import io.atalaya.api.platform.SecretBox;
import io.atalaya.contract.gateway.EngineChoice;
import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import io.atalaya.contract.source.SourceUrl;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Rows of {@code camera}. Sources are sealed on the way in and opened on the way out, here only.
 */
@Singleton
final class CameraStore {
  /** A camera that was never synchronised is pending since its last change. */
  private static final String SELECT =
      """
      select c.*, coalesce(h.summary, 'pending') as summary,
             coalesce(h.since, c.updated_at) as since, coalesce(h.reason, 'not_synced') as reason
      from camera c left join camera_health h using (tenant_id, camera_id)
      """;

  private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

  private final Database database;
  private final SecretBox secrets;
  private final ObjectMapper json;

  CameraStore(Database database, SecretBox secrets, ObjectMapper json) {
    this.database = database;
    this.secrets = secrets;
    this.json = json;
  }

  Optional<Camera> find(TenantId tenant, CameraId id) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    SELECT + "where c.tenant_id = :tenant and c.camera_id = :id and not c.deleting")
                .bind("tenant", tenant)
                .bind("id", id)
                .map((rows, _) -> camera(rows))
                .findOne());
  }

  List<Camera> find(TenantId tenant, Collection<CameraId> ids) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    SELECT
                        + "where c.tenant_id = :tenant and c.camera_id = any(:ids)"
                        + " and not c.deleting")
                .bind("tenant", tenant)
                .bindArray("ids", String.class, ids.stream().<Object>map(CameraId::value).toList())
                .map((rows, _) -> camera(rows))
                .list());
  }

  /** With a lock on the row, deleted ones too. */
  Optional<CameraRow> lock(TenantId tenant, CameraId id) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    SELECT + "where c.tenant_id = :tenant and c.camera_id = :id for update of c")
                .bind("tenant", tenant)
                .bind("id", id)
                .map((rows, _) -> row(rows))
                .findOne());
  }

  List<Camera> page(TenantId tenant, PageRequest page) {
    return database.inTenant(tenant, handle -> page(handle, page));
  }

  @CrossTenant("the operator's list of all cameras")
  List<Camera> pageOfAll(PageRequest page) {
    return database.acrossTenants(handle -> page(handle, page));
  }

  /** Row-level security leaves the scope's tenants. */
  private List<Camera> page(Handle handle, PageRequest page) {
    return handle
        .createQuery(
            SELECT
                + """
                where not c.deleting and (c.tenant_id, c.camera_id) > (:afterTenant, :afterId)
                order by c.tenant_id, c.camera_id limit :rows
                """)
        .bind("afterTenant", page.afterOr(0, ""))
        .bind("afterId", page.afterOr(1, ""))
        .bind("rows", page.rowsToRead())
        .map((rows, _) -> camera(rows))
        .list();
  }

  int count(TenantId tenant) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createQuery(
                    "select count(*) from camera where tenant_id = :tenant and not deleting")
                .bind("tenant", tenant)
                .mapTo(int.class)
                .one());
  }

  @CrossTenant("the operator's list of tenants says how many cameras each has")
  Map<TenantId, Integer> countByTenant() {
    return database.acrossTenants(handle ->
        handle
            .createQuery(
                "select tenant_id, count(*) as cameras from camera where not deleting"
                    + " group by tenant_id")
            .reduceRows(
                new HashMap<>(),
                (counts, row) -> {
                  counts.put(
                      new TenantId(row.getColumn("tenant_id", String.class)),
                      row.getColumn("cameras", Integer.class));
                  return counts;
                }));
  }

  void insert(TenantId tenant, CameraId id, CameraSettings settings) {
    database.inTenant(
        tenant,
        handle ->
            bound(
                    handle.createUpdate(
                        """
                        insert into camera (tenant_id, camera_id, name, source, source_masked,
                          enabled, on_demand, engine, transport, labels, lifecycle,
                          generation, version, created_at, updated_at)
                        values (:tenant, :id, :name, :source, :masked,
                          :enabled, :onDemand, :engine, :transport, :labels::jsonb, 'provisioned',
                          1, 1, now(), now())
                        """),
                    tenant,
                    id,
                    settings)
                .execute());
  }

  /** A deleted one that the gateway has not let go of yet, made anew. */
  void revive(TenantId tenant, CameraId id, CameraSettings settings) {
    database.inTenant(
        tenant,
        handle -> {
          handle
              .createUpdate(
                  "delete from camera_health where tenant_id = :tenant and camera_id = :id")
              .bind("tenant", tenant)
              .bind("id", id)
              .execute();
          return bound(
                  handle.createUpdate(
                      """
                      update camera set name = :name, source = :source, source_masked = :masked,
                        enabled = :enabled, on_demand = :onDemand, engine = :engine,
                        transport = :transport, labels = :labels::jsonb,
                        lifecycle = 'provisioned', deleting = false,
                        generation = generation + 1, version = version + 1,
                        created_at = now(), updated_at = now()
                      where tenant_id = :tenant and camera_id = :id and deleting
                      """),
                  tenant,
                  id,
                  settings)
              .execute();
        });
  }

  /** Writes settings and lifecycle; {@code bump} when a gateway must see the change. */
  void update(
      TenantId tenant, CameraId id, CameraSettings settings, Lifecycle lifecycle, boolean bump) {
    database.inTenant(
        tenant,
        handle ->
            bound(
                    handle.createUpdate(
                        """
                        update camera set name = :name, source = :source, source_masked = :masked,
                          enabled = :enabled, on_demand = :onDemand, engine = :engine,
                          transport = :transport, labels = :labels::jsonb, lifecycle = :lifecycle,
                          generation = generation + :bump, version = version + 1, updated_at = now()
                        where tenant_id = :tenant and camera_id = :id and not deleting
                        """),
                    tenant,
                    id,
                    settings)
                .bind("lifecycle", lifecycle)
                .bind("bump", bump ? 1 : 0)
                .execute());
  }

  void markDeleting(TenantId tenant, CameraId id) {
    database.inTenant(
        tenant,
        handle ->
            handle
                .createUpdate(
                    """
                    update camera set deleting = true, generation = generation + 1,
                      version = version + 1, updated_at = now()
                    where tenant_id = :tenant and camera_id = :id and not deleting
                    """)
                .bind("tenant", tenant)
                .bind("id", id)
                .execute());
  }

  /** Removes a deleted camera's row, unless it was revived since. */
  boolean purge(TenantId tenant, CameraId id, long generation) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                    .createUpdate(
                        """
                        delete from camera where tenant_id = :tenant and camera_id = :id
                          and deleting and generation = :generation
                        """)
                    .bind("tenant", tenant)
                    .bind("id", id)
                    .bind("generation", generation)
                    .execute()
                > 0);
  }

  /** Removes all rows of a tenant that is being taken down; returns how many. */
  int purgeAll(TenantId tenant) {
    return database.inTenant(
        tenant,
        handle ->
            handle
                .createUpdate("delete from camera where tenant_id = :tenant")
                .bind("tenant", tenant)
                .execute());
  }

  private Update bound(Update update, TenantId tenant, CameraId id, CameraSettings settings) {
    return update
        .bind("tenant", tenant)
        .bind("id", id)
        .bind("name", settings.name())
        .bind("source", secrets.seal(settings.source().revealed(), context(tenant, id)))
        .bind("masked", settings.source().masked())
        .bind("enabled", settings.pull().enabled())
        .bind("onDemand", settings.pull().onDemand())
        .bind("engine", settings.pull().engine())
        .bind("transport", settings.pull().transport())
        .bind("labels", write(settings.labels()));
  }

  private CameraRow row(ResultSet rows) throws SQLException {
    Camera camera = camera(rows);
    StreamKey key = camera.key();
    String source = secrets.open(rows.getBytes("source"), context(key.tenantId(), key.cameraId()));
    return new CameraRow(
        camera,
        new CameraSettings(camera.name(), SourceUrl.parse(source), camera.pull(), camera.labels()),
        rows.getBoolean("deleting"));
  }

  private Camera camera(ResultSet rows) throws SQLException {
    return new Camera(
        key(rows),
        rows.getString("name"),
        rows.getString("source_masked"),
        new Camera.Pull(
            rows.getBoolean("enabled"),
            rows.getBoolean("on_demand"),
            word(EngineChoice.class, rows.getString("engine")),
            word(Transport.class, rows.getString("transport"))),
        read(rows.getString("labels")),
        word(Lifecycle.class, rows.getString("lifecycle")),
        new Camera.Status(
            word(CameraSummary.class, rows.getString("summary")),
            rows.getTimestamp("since").toInstant(),
            rows.getString("reason")),
        rows.getLong("generation"),
        rows.getLong("version"),
        rows.getTimestamp("created_at").toInstant(),
        rows.getTimestamp("updated_at").toInstant());
  }

  private static StreamKey key(ResultSet rows) throws SQLException {
    return new StreamKey(
        new TenantId(rows.getString("tenant_id")), new CameraId(rows.getString("camera_id")));
  }

  private static String context(TenantId tenant, CameraId id) {
    return "camera/%s/%s".formatted(tenant, id);
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  private String write(Map<String, String> labels) {
    try {
      return json.writeValueAsString(labels);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("labels must be writable", e);
    }
  }

  private Map<String, String> read(String labels) {
    try {
      return json.readValue(labels, LABELS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("labels in the database are not an object of strings", e);
    }
  }
}
