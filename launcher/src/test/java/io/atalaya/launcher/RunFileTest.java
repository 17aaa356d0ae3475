package io.atalaya.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.launcher.demo.ApiKey;
import io.atalaya.launcher.demo.CameraSource;
import io.atalaya.launcher.demo.User;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFileTest {
  @TempDir Path temporary;

  @Test
  void says_what_programs_rely_on_and_only_to_its_owner() throws Exception {
    Path file = temporary.resolve("run.json");
    RunFile.of(
            Addresses.of(Options.DEFAULT, Mode.DEMO),
            List.of(
                new User("platform_admin", null, "admin", "p1"),
                new User("viewer", "acme", "vera", "p2")),
            List.of(new ApiKey("acme", "tenant_admin", "atk_1")),
            List.of(new CameraSource("acme", "lobby", "rtsp://u:p@127.0.0.1/acme/lobby")))
        .write(file);

    var json = new ObjectMapper();
    var expected =
        """
        {"api": "http://127.0.0.1:8080", "gateway": "http://127.0.0.1:8081",
         "admin": "http://127.0.0.1:8080/admin/", "portal": "http://127.0.0.1:8080/portal/",
         "management": "http://127.0.0.1:9000", "pid": %d,
         "users": [
           {"role": "platform_admin", "username": "admin", "password": "p1"},
           {"role": "viewer", "tenantId": "acme", "username": "vera", "password": "p2"}],
         "apiKeys": [{"tenantId": "acme", "role": "tenant_admin", "key": "atk_1"}],
         "cameras": [{"tenantId": "acme", "cameraId": "lobby",
                      "source": "rtsp://u:p@127.0.0.1/acme/lobby"}]}
        """
            .formatted(ProcessHandle.current().pid());
    assertEquals(json.readTree(expected), json.readTree(file.toFile()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }
}
