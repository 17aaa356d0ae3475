package io.atalaya.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.launcher.demo.ApiKey;
import io.atalaya.launcher.demo.CameraSource;
import io.atalaya.launcher.demo.User;
import io.atalaya.launcher.files.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What runs here, for programs; only its owner can read it. It exists while everything serves.
 *
 * @param management of the api; the gateway's port is the next
 */
record RunFile(
    String api,
    String gateway,
    String admin,
    String portal,
    String management,
    long pid,
    List<User> users,
    List<ApiKey> apiKeys,
    List<CameraSource> cameras) {

  static RunFile of(
      Addresses addresses, List<User> users, List<ApiKey> apiKeys, List<CameraSource> cameras) {
    return new RunFile(
        addresses.api().toString(),
        addresses.gateway().toString(),
        addresses.admin().toString(),
        addresses.portal().toString(),
        addresses.apiManagement().toString(),
        ProcessHandle.current().pid(),
        users,
        apiKeys,
        cameras);
  }

  void write(Path file) throws IOException {
    SecretFile.write(
        file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this));
  }
}
