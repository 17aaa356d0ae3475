package io.atalaya.launcher.demo;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the demo makes: who, and with which cameras. */
record DemoTenant(
    String tenantId, String name, String plan, List<Person> people, List<DemoCamera> cameras) {
  private static final String LARGE_PLAN = "enterprise";

  /** Extra cameras that still fit into the small plans. */
  private static final int FEW = 5;

  record Person(String username, String role) {}

  /**
   * @param reachable false for the one that is broken on purpose: its saved password is wrong
   */
  record DemoCamera(String cameraId, String name, String clip, boolean reachable) {
    static DemoCamera live(String cameraId, String name, String clip) {
      return new DemoCamera(cameraId, name, clip, true);
    }
  }

  /** Both own a camera called {@code lobby}, with pictures nobody can confuse. */
  static List<DemoTenant> all(int extraCameras) {
    return List.of(
        new DemoTenant(
                "acme",
                "Acme Stores",
                "standard",
                List.of(new Person("ana", "tenant_admin"), new Person("vera", "viewer")),
                List.of(
                    DemoCamera.live("lobby", "Lobby", "acme-lobby"),
                    DemoCamera.live("parking", "Parking", "acme-parking"),
                    DemoCamera.live("entrance", "Entrance", "acme-entrance")))
            .with(extraCameras),
        new DemoTenant(
                "globex",
                "Globex Logistics",
                "starter",
                List.of(new Person("gil", "tenant_admin"), new Person("gus", "viewer")),
                List.of(
                    DemoCamera.live("lobby", "Lobby", "globex-lobby"),
                    DemoCamera.live("warehouse", "Warehouse", "globex-warehouse"),
                    new DemoCamera("loading-dock", "Loading dock", "globex-warehouse", false)))
            .with(extraCameras));
  }

  private DemoTenant with(int extraCameras) {
    var more =
        IntStream.rangeClosed(1, extraCameras)
            .mapToObj(n -> DemoCamera.live(extraId(n), "Extra " + n, "tiny"));
    return new DemoTenant(
        tenantId,
        name,
        extraCameras > FEW ? LARGE_PLAN : plan,
        people,
        Stream.concat(cameras.stream(), more).toList());
  }

  static String extraId(int number) {
    return "extra-%04d".formatted(number);
  }
}
