package io.atalaya.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;

/** What a program can judge of a page's accessibility: axe's rules for WCAG 2.2, A and AA. */
public final class Accessibility {
  // Preloading would fetch the video, which never ends.
  private static final String RUN =
      """
      async () => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
        const options = { runOnly: { type: 'tag', values: tags }, preload: false };
        const { violations, passes } = await axe.run(document, options);
        if (passes.length === 0) throw new Error('axe looked at nothing');
        return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, any }) =>
          [id, help, html, ...any.map(({ message }) => message)].join(' | ')));
      }\
      """;

  private Accessibility() {}

  /** The page as it is now, once in light and once in dark; a picture of each is kept. */
  public static void check(BrowserWindow window, String title) {
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      window.prefer(scheme);
      String which = title + "-" + scheme.name().toLowerCase(Locale.ROOT);
      window.picture(which);
      assertEquals("", violations(window.page()), which);
    }
  }

  private static String violations(Page page) {
    page.evaluate(AxeBuilder.getAxeScript());
    return String.join("\n", ((List<?>) page.evaluate(RUN)).stream().map(String::valueOf).toList());
  }
}
