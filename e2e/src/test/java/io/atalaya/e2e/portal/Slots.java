package io.atalaya.e2e.portal;

import com.fasterxml.jackson.databind.JsonNode;
import io.atalaya.e2e.ApiSession;
import io.atalaya.e2e.Await;
import io.atalaya.e2e.browser.BrowserWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The slots of one tenant's plan, in the hands of its administrator. */
final class Slots {
  private final ApiSession admin;

  private Slots(ApiSession admin) {
    this.admin = admin;
  }

  static Slots of(String tenantId) throws IOException {
    return new Slots(Portal.api(tenantId, "tenant_admin"));
  }

  ApiSession admin() {
    return admin;
  }

  /** Ends what tests before left behind: a closed tab keeps its slot until its lease is over. */
  void free() throws IOException, InterruptedException {
    for (JsonNode session : live()) {
      end(session);
    }
    Await.until("all slots are free", BrowserWindow.PATIENCE, () -> inUse() == 0);
  }

  int inUse() throws IOException {
    return streams().path("inUse").asInt();
  }

  int limit() throws IOException {
    return streams().path("limit").asInt();
  }

  private JsonNode streams() throws IOException {
    return admin.get("usage").expect(200).path("entitlements").path("maxConcurrentStreams");
  }

  /** Ends everybody's sessions of that camera, as an administrator does. */
  void endAllOf(String cameraId) throws IOException {
    for (JsonNode session : live()) {
      if (session.path("cameraId").asText().equals(cameraId)) {
        end(session);
      }
    }
  }

  /** Who holds a slot on that camera, the newest first. */
  List<String> sessionsOn(String cameraId) throws IOException {
    var ids = new ArrayList<String>();
    String path = "sessions?state=issued&state=active&cameraId=" + cameraId;
    admin.get(path).expect(200).path("items").forEach(one -> ids.add(one.path("id").asText()));
    return ids;
  }

  private List<JsonNode> live() throws IOException {
    var live = new ArrayList<JsonNode>();
    for (String state : List.of("active", "issued")) {
      admin.get("sessions?limit=200&state=" + state).expect(200).path("items").forEach(live::add);
    }
    return live;
  }

  private void end(JsonNode session) throws IOException {
    String path = "sessions/" + session.path("id").asText() + "/end";
    admin.call("POST", path, Map.of("reason", "admin")).expect(200);
  }
}
