package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.datareload.dataset.Dataset;
import org.datareload.demo.EmbeddedS3;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One reader before one page. A test fails on whatever the browser's console calls an error. */
abstract class PageCase {
  static final int PHONE = 360;
  static final int DESKTOP = 1280;

  private final List<String> errors = new ArrayList<>();
  private final List<Predicate<String>> expected = new ArrayList<>();
  Running running;
  BrowserContext context;
  Page page;

  /** The program that this test is about. */
  Running running() throws Exception {
    return Running.shared();
  }

  /** What stands around the store's operations where a test sets nothing else. */
  EmbeddedS3.Interceptor idle() {
    return EmbeddedS3.Interceptor.NONE;
  }

  @BeforeEach
  void open() throws Exception {
    Chromium.get();
    running = running();
    errors.clear();
    open(DESKTOP, ColorScheme.LIGHT);
  }

  /** Another reader, with another screen. */
  void open(int width, ColorScheme colours) {
    if (context != null) {
      context.close();
    }
    context =
        Chromium.get()
            .newContext(
                new NewContextOptions()
                    .setBaseURL(running.address())
                    .setViewportSize(width, width == PHONE ? 740 : 800)
                    .setColorScheme(colours)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setLocale("en-GB")
                    .setTimezoneId("Europe/Berlin"));
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            errors.add(message.text());
          }
        });
    page.onPageError(errors::add);
  }

  @AfterEach
  void sawNoErrors() {
    if (context == null) {
      return;
    }
    running.s3.intercept(idle());
    context.close();
    errors.removeIf(error -> expected.stream().anyMatch(known -> known.test(error)));
    assertThat(errors).isEmpty();
  }

  /** The browser reports each answer of this status; the page explains it. */
  void expectStatus(int status) {
    expected.add(error -> error.contains("status of " + status + " "));
  }

  /** The browser reports each request that could not be sent. */
  void expectLostConnections() {
    expected.add(error -> error.contains("net::ERR_"));
  }

  void go(Dataset dataset, String place) {
    page.navigate(path(dataset) + place);
  }

  static String path(Dataset dataset) {
    return "/datasets/" + dataset.name().domain() + "/" + dataset.name().name();
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }

  Locator inDialog(String button) {
    return dialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button));
  }

  Locator box(String file) {
    return page.getByRole(
        AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Select " + file).setExact(true));
  }

  Locator row(String text) {
    return page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(text));
  }

  /** Waits until the status is seen in the row. */
  void seeStatus(String row, String status) {
    assertThat(row(row).locator(".status").first()).hasText(status);
  }

  void choose(FilePayload... files) {
    page.locator("#files").setInputFiles(files);
  }

  static FilePayload file(String name, int size) {
    var content = new byte[size];
    Arrays.fill(content, (byte) 'x');
    return new FilePayload(name, "text/csv", content);
  }

  static FilePayload file(String name, String text) {
    return new FilePayload(name, "text/csv", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Nothing is wider than the screen, and nothing breaks a rule of accessibility. */
  void isFitForAll() {
    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
        .isLessThanOrEqualTo(0);
    assertThat(Axe.violations(page)).isEmpty();
  }

  /** The same in each view, and a picture of each. The page is not loaded again. */
  void isFitInEachView(String name) {
    for (var width : List.of(PHONE, DESKTOP)) {
      page.setViewportSize(width, width == PHONE ? 740 : 800);
      for (var colours : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        isFitForAll();
        shoot(name + (width == PHONE ? "-phone-" : "-") + colours.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  /** Goes there, and holds what is seen to the rules once the text is. */
  void show(String name, String address, String text) {
    page.navigate(address);
    assertThat(page.locator("main").getByText(text).first()).isVisible();
    keep(name);
  }

  void keep(String name) {
    page.locator(".chip.live").waitFor();
    isFitInEachView(name);
  }

  void shoot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
  }
}
