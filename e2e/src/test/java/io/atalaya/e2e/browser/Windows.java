package io.atalaya.e2e.browser;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Opens windows for one test, and closes them after it; the browser itself is started once. */
public final class Windows implements BeforeEachCallback, AfterEachCallback {
  private static final Namespace ONCE = Namespace.create(Windows.class);

  private final List<BrowserWindow> open = new ArrayList<>();
  private Chromium chromium;
  private String test;

  @Override
  public void beforeEach(ExtensionContext context) {
    PlaywrightAssertions.setDefaultAssertionTimeout(BrowserWindow.PATIENCE_MILLIS);
    test =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    chromium =
        context
            .getRoot()
            .getStore(ONCE)
            .computeIfAbsent(Chromium.class, _ -> Chromium.launch(), Chromium.class);
  }

  public BrowserWindow open() {
    return open(Look.desktop());
  }

  public BrowserWindow open(Look look) {
    var window = BrowserWindow.open(chromium.browser(), test + "-" + (open.size() + 1), look);
    open.add(window);
    return window;
  }

  /** The page of a window once more, in a tab that begins with a copy of its storage. */
  public BrowserWindow duplicate(BrowserWindow window) {
    var copy = window.duplicate(test + "-" + (open.size() + 1));
    open.add(copy);
    return copy;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var failures = new ArrayList<Throwable>();
    if (context.getExecutionException().isPresent()) {
      open.forEach(window -> attempt(window::keepEvidence, failures));
    }
    open.forEach(window -> attempt(window::close, failures));
    // A test that failed already has its reason; trouble in the windows explains it.
    Throwable first =
        context
            .getExecutionException()
            .orElseGet(() -> failures.isEmpty() ? null : failures.removeFirst());
    failures.forEach(failure -> first.addSuppressed(failure));
    if (context.getExecutionException().isEmpty() && first != null) {
      throw new AssertionError(first.getMessage(), first);
    }
  }

  private static void attempt(Runnable act, List<Throwable> failures) {
    try {
      act.run();
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }
}
