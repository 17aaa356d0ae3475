package io.atalaya.launcher.dev;

import io.atalaya.launcher.files.Folders;
import io.atalaya.launcher.service.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An application that is replaced by what {@link MavenBuild} has built since, whenever it starts:
 * the one moment when nothing has its files open.
 */
final class Reloading implements Service {
  private final Service application;
  private final Path target;

  /**
   * @param target the folder it is built in
   */
  Reloading(Service application, Path target) throws IOException {
    this.application = application;
    this.target = target;
    // Of an earlier launcher, and so perhaps older than what is there.
    Folders.delete(built(target));
  }

  /** Where a finished build waits. */
  static Path built(Path target) {
    return target.resolve("dev-built");
  }

  @Override
  public String name() {
    return application.name();
  }

  @Override
  public Running start() throws IOException, InterruptedException {
    if (Files.isDirectory(built(target))) {
      Path present = target.resolve("quarkus-app");
      Folders.delete(present);
      Files.move(built(target), present, StandardCopyOption.ATOMIC_MOVE);
    }
    return application.start();
  }
}
