package io.atalaya.gateway.provisioning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.contract.gateway.CameraPage;
import io.atalaya.gateway.ingest.CameraIngest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Cuts the list of all cameras into pages. The cursor is the key of a page's last camera, so
 * cameras that come and go between two pages are neither repeated nor do they hide others.
 */
final class CameraPages {
  private static final int PAGE = 500;

  private CameraPages() {}

  /**
   * The page after the cursor.
   *
   * @param ordered by tenant and camera
   * @param cursor the query parameter's values: none or one
   */
  static CameraPage page(List<CameraIngest> ordered, List<String> cursor, Instant now) {
    String after = cursor.isEmpty() ? null : decoded(cursor.getFirst());
    List<CameraIngest> rest =
        ordered.stream().filter(camera -> after == null || isAfter(camera, after)).toList();
    List<CameraIngest> page = rest.subList(0, Math.min(PAGE, rest.size()));
    boolean more = rest.size() > page.size();
    return new CameraPage(
        page.stream().map(camera -> CameraReport.line(camera, now)).toList(),
        more ? encoded(page.getLast()) : null);
  }

  private static boolean isAfter(CameraIngest camera, String key) {
    String[] parts = key.split("/", 2);
    int tenant = camera.settings().key().tenantId().value().compareTo(parts[0]);
    return tenant > 0
        || (tenant == 0 && camera.settings().key().cameraId().value().compareTo(parts[1]) > 0);
  }

  private static String encoded(CameraIngest camera) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(camera.settings().key().toString().getBytes(UTF_8));
  }

  private static String decoded(String cursor) {
    try {
      String key = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
      if (key.indexOf('/') > 0) {
        return key;
      }
    } catch (IllegalArgumentException _) {
      // answered below
    }
    throw ProvisionBody.invalid("cursor", "must be one that this gateway gave");
  }
}
