package io.atalaya.api.health;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.api.Until;
import io.atalaya.contract.gateway.CameraHealth;
import io.atalaya.contract.gateway.CameraPage;
import io.atalaya.contract.gateway.NodeInfo;
import io.atalaya.contract.gateway.ProvisionRequest;
import io.atalaya.contract.id.CameraId;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.id.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final int ENOUGH = TestRules.USUAL.fuse().failures();

  private final Lossy gateway = new Lossy();
  private final Lane lane = new Lane("one", gateway, TestRules.USUAL, System::nanoTime);

  /** Cameras named so are never answered for, which is noticed when {@link #notice} falls. */
  private static final class Lossy implements GatewayClient {
    private final CountDownLatch notice = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();

    @Override
    public GatewayAnswer<CameraHealth> health(StreamKey camera) {
      if (!camera.cameraId().value().equals("lost")) {
        return new GatewayAnswer.NotThere<>();
      }
      waiting.incrementAndGet();
      try {
        notice.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new GatewayAnswer.Away<>("lost");
    }

    @Override
    public GatewayAnswer<Done> provision(StreamKey camera, ProvisionRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public GatewayAnswer<Done> remove(StreamKey camera) {
      throw new UnsupportedOperationException();
    }

    @Override
    public GatewayAnswer<Done> removeTenant(TenantId tenant) {
      throw new UnsupportedOperationException();
    }

    @Override
    public GatewayAnswer<CameraPage> cameras(String cursor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public GatewayAnswer<NodeInfo> node() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void calls_that_others_overtook_and_were_answered_do_not_open_the_breaker() throws Exception {
    loseCalls(true);
    assertFalse(lane.isAway());
  }

  @Test
  void as_many_that_nothing_overtook_do() throws Exception {
    loseCalls(false);
    assertTrue(lane.isAway());
  }

  private void loseCalls(boolean overtaken) throws InterruptedException, ExecutionException {
    List<Future<?>> lost = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int call = 0; call < 2 * ENOUGH; call++) {
        lost.add(threads.submit(() -> lane.health(key("lost"))));
      }
      Until.holds("all wait", () -> gateway.waiting.get() == 2 * ENOUGH);
      if (overtaken) {
        lane.health(key("well"));
      }
      gateway.notice.countDown();
      for (Future<?> each : lost) {
        each.get();
      }
    }
  }

  private static StreamKey key(String camera) {
    return new StreamKey(new TenantId("lane"), new CameraId(camera));
  }
}
