package io.atalaya.launcher.dev;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What some modules are made of.
 *
 * @param root of the project
 * @param modules folders of it
 */
record Sources(Path root, List<String> modules) {
  Sources {
    modules = List.copyOf(modules);
  }

  /** Every file and when it was changed; two that are equal are the same sources. */
  Map<Path, FileTime> snapshot() throws IOException {
    var files = new HashMap<Path, FileTime>();
    for (String module : modules) {
      for (String part : List.of("pom.xml", "src/main")) {
        Path start = root.resolve(module).resolve(part);
        if (Files.exists(start)) {
          Files.walkFileTree(start, new Collector(files));
        }
      }
    }
    return files;
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Map<Path, FileTime> files;

    Collector(Map<Path, FileTime> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!isOfAnEditor(file.getFileName().toString())) {
        files.put(file, attributes.lastModifiedTime());
      }
      return FileVisitResult.CONTINUE;
    }

    /** Swap, lock and backup files come and go while a file is only looked at. */
    private static boolean isOfAnEditor(String name) {
      return name.startsWith(".") || name.startsWith("#") || name.endsWith("~");
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      // Gone since it was listed: the next snapshot is without it.
      return FileVisitResult.CONTINUE;
    }
  }
}
