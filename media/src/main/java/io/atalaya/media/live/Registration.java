package io.atalaya.media.live;

/** A callback that waits. Closing it takes it back: it is called before, or never. */
public interface Registration extends AutoCloseable {
  /** Safe to call twice, from any thread, and after the callback ran. */
  @Override
  void close();
}
