package io.atalaya.e2e.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/** What the person in front of the window has: screen, language, preference for light or dark. */
public record Look(int width, int height, String locale, ColorScheme scheme) {
  public static Look desktop() {
    return new Look(1440, 900, "en-GB", ColorScheme.LIGHT);
  }

  /** The narrowest phone that is supported. */
  public static Look phone() {
    return new Look(375, 740, "en-GB", ColorScheme.LIGHT);
  }

  public Look spanish() {
    return new Look(width, height, "es-ES", scheme);
  }

  public Look dark() {
    return new Look(width, height, locale, ColorScheme.DARK);
  }

  Browser.NewContextOptions options() {
    return new Browser.NewContextOptions()
        .setViewportSize(width, height)
        .setLocale(locale)
        .setColorScheme(scheme)
        // What is half faded in can be neither judged nor pictured.
        .setReducedMotion(ReducedMotion.REDUCE);
  }
}
