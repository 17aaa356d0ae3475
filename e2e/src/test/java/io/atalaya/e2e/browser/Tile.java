package io.atalaya.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;

/** The player of one camera on the page. */
public final class Tile {
  /** About a second of video. */
  private static final int MORE_FRAMES = 15;

  private static final String PROGRESS =
      "video => [video.getVideoPlaybackQuality().totalVideoFrames, video.currentTime]";
  private static final String HAS_PROGRESSED =
      """
      ([camera, frames, time]) => {
        const video = document.querySelector(`[data-camera="${camera}"] video`);
        return video !== null
          && video.getVideoPlaybackQuality().totalVideoFrames >= frames
          && video.currentTime > time;
      }\
      """;
  private static final String AVERAGE =
      """
      video => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [64, 36];
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.drawImage(video, 0, 0, 64, 36);
        const { data } = context.getImageData(0, 0, 64, 36);
        const sum = [0, 0, 0];
        data.forEach((value, at) => { if (at % 4 < 3) sum[at % 4] += value; });
        return sum.map(total => total / (64 * 36));
      }\
      """;

  private final Page page;
  private final String cameraId;
  private final Locator box;
  private final Locator video;

  Tile(Page page, String cameraId) {
    this.page = page;
    this.cameraId = cameraId;
    this.box = page.locator("section[data-camera='" + cameraId + "']");
    this.video = box.locator("video");
  }

  public Locator box() {
    return box;
  }

  /** The player's own word for how it is, for example {@code live}. */
  public void awaitState(String state) {
    assertThat(box).hasAttribute("data-state", state);
  }

  /** Returns when it is live and another second of frames was decoded and shown since the call. */
  public void awaitPlaying() {
    awaitState("live");
    List<?> before = numbers(PROGRESS);
    page.waitForFunction(
        HAS_PROGRESSED,
        List.of(cameraId, number(before, 0) + MORE_FRAMES, number(before, 1)),
        new Page.WaitForFunctionOptions().setPollingInterval(100));
  }

  /** Of the picture shown now. */
  public Colour colour() {
    List<?> average = numbers(AVERAGE);
    return new Colour(number(average, 0), number(average, 1), number(average, 2));
  }

  private List<?> numbers(String script) {
    return (List<?>) video.evaluate(script);
  }

  private static double number(List<?> numbers, int at) {
    return ((Number) numbers.get(at)).doubleValue();
  }
}
