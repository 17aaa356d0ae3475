package io.atalaya.api.session;

import io.atalaya.api.camera.Camera;
import io.atalaya.api.camera.CameraErrorCode;
import io.atalaya.api.tenant.Entitlements;
import io.atalaya.contract.id.CameraId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that decides about one person's wishes, read under the tenant's lock. Pure.
 *
 * @param plan what the tenant may use
 * @param cameras of the wished ones, those that exist
 * @param running the person's live sessions, by the wish that goes on in them
 * @param before slots in use
 * @param lapsesAt when a slot that is taken now falls free if nobody comes
 */
record AdmissionRound(
    Entitlements plan,
    Map<CameraId, Camera> cameras,
    Map<Wish, Session> running,
    SlotCounts before,
    Instant lapsesAt) {

  /** One verdict for each wish; earlier wishes take their slots from later ones. */
  List<Verdict> verdicts(List<Wish> wishes) {
    var verdicts = new ArrayList<Verdict>(wishes.size());
    SlotCounts counts = before;
    for (Wish wish : wishes) {
      Verdict verdict = verdict(wish, counts);
      if (verdict instanceof Verdict.Take) {
        counts = counts.taken(wish.camera(), lapsesAt);
      }
      verdicts.add(verdict);
    }
    return List.copyOf(verdicts);
  }

  private Verdict verdict(Wish wish, SlotCounts counts) {
    Camera camera = cameras.get(wish.camera());
    if (camera == null) {
      return new Verdict.Refuse(CameraErrorCode.notFound(wish.camera()).error());
    }
    if (!camera.isWanted()) {
      return new Verdict.Refuse(SessionErrorCode.cameraDisabled(wish.camera()).error());
    }
    Session same = running.get(wish);
    if (same != null) {
      return new Verdict.GoOn(same);
    }
    return counts
        .on(wish.camera())
        .full(plan)
        .<Verdict>map(Verdict.Full::new)
        .orElseGet(Verdict.Take::new);
  }
}
