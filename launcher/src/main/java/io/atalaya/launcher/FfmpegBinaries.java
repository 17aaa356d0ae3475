package io.atalaya.launcher;

import io.atalaya.launcher.files.UnpackedOnce;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/** The FFmpeg program and its libraries, from the jar that carries them. */
final class FfmpegBinaries {
  /** The jar's version. */
  private static final String VERSION = "8.1.2-1.5.14";

  private static final String FOLDER = "org/bytedeco/ffmpeg/linux-x86_64/";

  private FfmpegBinaries() {}

  /** The folder that holds {@code ffmpeg} and the libraries it loads; unpacks them if needed. */
  static Path folder() throws IOException {
    return UnpackedOnce.folder("ffmpeg-" + VERSION, FfmpegBinaries::unpack);
  }

  private static void unpack(Path into) throws IOException {
    URL folder = FfmpegBinaries.class.getResource("/" + FOLDER + "ffmpeg");
    if (folder == null || !(folder.openConnection() instanceof JarURLConnection connection)) {
      throw new IOException("FFmpeg's jar is not on the class path");
    }
    try (var jar = connection.getJarFile()) {
      for (var entry : jar.stream().filter(FfmpegBinaries::isNeeded).toList()) {
        Path file = into.resolve(entry.getName().substring(FOLDER.length()));
        try (var bytes = jar.getInputStream(entry)) {
          Files.copy(bytes, file);
        }
      }
    }
    if (!into.resolve("ffmpeg").toFile().setExecutable(true, false)) {
      throw new IOException("cannot make executable: " + into.resolve("ffmpeg"));
    }
  }

  /** The program and plain libraries; not the bridges to Java, which nobody loads. */
  private static boolean isNeeded(java.util.jar.JarEntry entry) {
    String name = entry.getName();
    return name.startsWith(FOLDER)
        && name.indexOf('/', FOLDER.length()) < 0
        && (name.endsWith("/ffmpeg") || name.contains(".so"))
        && !name.contains("/libjni");
  }
}
