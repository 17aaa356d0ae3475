package io.atalaya.launcher.demo;

import io.atalaya.testkit.camera.Camera;
import io.atalaya.testkit.camera.CameraSimulator;
import io.atalaya.testkit.camera.Clip;
import io.atalaya.testkit.camera.SimulatorOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two tenants with live cameras, one of which is broken on purpose. The cameras run from {@link
 * #start} to {@link #close}; {@link #load} tells the api about everything.
 */
public final class Demo implements AutoCloseable {
  private static final String CAMERA_USER = "atalaya";
  private static final String WRONG_PASSWORD = "changed-at-the-camera";

  private final Path stateFile;
  private final int extraCameras;
  private final CameraSimulator simulator;
  private DemoState state;

  private Demo(Path stateFile, int extraCameras, CameraSimulator simulator, DemoState state) {
    this.stateFile = stateFile;
    this.extraCameras = extraCameras;
    this.simulator = simulator;
    this.state = state;
  }

  /**
   * Starts the cameras on the loopback address.
   *
   * @param stateFile what the demo remembers from start to start
   * @param extraCameras this many more for each tenant
   */
  public static Demo start(Path stateFile, int extraCameras) throws IOException {
    DemoState state = DemoState.read(stateFile);
    CameraSimulator simulator = listen(state.cameraPort());
    state = state.withCameraPort(simulator.port());
    state.write(stateFile);
    for (DemoTenant tenant : DemoTenant.all(extraCameras)) {
      for (DemoTenant.DemoCamera camera : tenant.cameras()) {
        simulator.add(
            Camera.named(tenant.tenantId() + "/" + camera.cameraId())
                .clip(Clip.bundled(camera.clip()))
                .credentials(CAMERA_USER, state.cameraPassword()));
      }
    }
    return new Demo(stateFile, extraCameras, simulator, state);
  }

  private static CameraSimulator listen(int preferredPort) throws IOException {
    try {
      return CameraSimulator.start(new SimulatorOptions("127.0.0.1", preferredPort));
    } catch (BindException _) {
      // Somebody took it since the last start; the cameras move, and the api is told.
      return CameraSimulator.start(SimulatorOptions.loopback());
    }
  }

  /** Makes what is missing; changes what has changed. */
  public void load(URI api, String adminPassword) throws IOException, InterruptedException {
    try (var client = new ApiClient(api)) {
      client.signIn("admin", adminPassword);
      var data = new DemoData(client);
      for (DemoTenant tenant : DemoTenant.all(extraCameras)) {
        data.tenant(tenant, state.users());
        makeKey(data, tenant.tenantId());
        for (DemoTenant.DemoCamera camera : tenant.cameras()) {
          data.camera(source(tenant, camera), camera.name());
        }
        data.removeExtraCamerasBeyond(extraCameras, tenant.tenantId());
      }
    }
  }

  private void makeKey(DemoData data, String tenantId) throws IOException, InterruptedException {
    if (state.apiKeys().stream().noneMatch(key -> key.tenantId().equals(tenantId))) {
      state = state.with(data.apiKey(tenantId));
      state.write(stateFile);
    }
  }

  private CameraSource source(DemoTenant tenant, DemoTenant.DemoCamera camera) {
    String password = camera.reachable() ? state.cameraPassword() : WRONG_PASSWORD;
    return new CameraSource(
        tenant.tenantId(),
        camera.cameraId(),
        "rtsp://%s:%s@127.0.0.1:%d/%s/%s"
            .formatted(
                CAMERA_USER, password, simulator.port(), tenant.tenantId(), camera.cameraId()));
  }

  public List<User> users() {
    return state.users();
  }

  public List<ApiKey> apiKeys() {
    return state.apiKeys();
  }

  public List<CameraSource> cameras() {
    var sources = new ArrayList<CameraSource>();
    for (DemoTenant tenant : DemoTenant.all(extraCameras)) {
      for (DemoTenant.DemoCamera camera : tenant.cameras()) {
        sources.add(source(tenant, camera));
      }
    }
    return sources;
  }

  @Override
  public String toString() {
    return "the demo's cameras";
  }

  @Override
  public void close() {
    simulator.close();
  }
}
