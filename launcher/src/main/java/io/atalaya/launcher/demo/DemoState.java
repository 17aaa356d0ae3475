package io.atalaya.launcher.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.launcher.files.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the demo must still know at its next start: a key and a password are shown only once.
 *
 * @param cameraPort where the cameras listened, so that their sources stay the same
 * @param cameraPassword of every reachable camera
 */
record DemoState(int cameraPort, String cameraPassword, List<User> users, List<ApiKey> apiKeys) {
  private static final int PASSWORD_BYTES = 9;

  static DemoState read(Path file) throws IOException {
    if (Files.exists(file)) {
      return new ObjectMapper().readValue(file.toFile(), DemoState.class);
    }
    List<User> users =
        DemoTenant.all(0).stream()
            .flatMap(tenant ->
                tenant.people().stream()
                    .map(person ->
                        new User(person.role(), tenant.tenantId(), person.username(), password())))
            .toList();
    return new DemoState(0, password(), users, List.of());
  }

  void write(Path file) throws IOException {
    SecretFile.write(file, new ObjectMapper().writeValueAsString(this));
  }

  DemoState withCameraPort(int port) {
    return new DemoState(port, cameraPassword, users, apiKeys);
  }

  DemoState with(ApiKey key) {
    return new DemoState(
        cameraPort,
        cameraPassword,
        users,
        Stream.concat(apiKeys.stream(), Stream.of(key)).toList());
  }

  private static String password() {
    return Base64.getUrlEncoder().encodeToString(SecretFile.bytes(PASSWORD_BYTES));
  }

  @Override
  public String toString() {
    return "DemoState[***]";
  }
}
