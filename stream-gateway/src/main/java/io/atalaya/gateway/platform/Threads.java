package io.atalaya.gateway.platform;

/** Where threads come from; nothing else makes any. All are daemons and carry a name. */
public final class Threads {
  private Threads() {}

  /** For whatever waits: cheap, one per thing that is going on. */
  public static Thread startVirtual(String name, Runnable task) {
    return Thread.ofVirtual().name(name).start(task);
  }

  /**
   * For reads that hold their carrier, and for forking a child that must not outlive its parent.
   */
  public static Thread startPlatform(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name(name).start(task);
  }
}
