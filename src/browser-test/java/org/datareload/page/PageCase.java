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
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.datareload.dataset.Dataset;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * One user with one page, in a browser context of their own. A test fails on errors in the
 * browser's console, and waits for the end of all that it started.
 */
abstract class PageCase {
  static final int PHONE = 360;
  static final int DESKTOP = 1280;

  /** Set by {@code -Dreload.screenshots}: keeps a picture of each screen. */
  private static final boolean SCREENSHOTS = System.getProperty("reload.screenshots") != null;

  private final List<String> errors = new ArrayList<>();
  private final List<Predicate<String>> expectedErrors = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();
  PageServer server;
  BrowserContext context;
  Page page;

  /** The server that this test uses. */
  PageServer server() throws Exception {
    return PageServer.shared();
  }

  @BeforeEach
  void openPage() throws Exception {
    var browser = Chromium.get();
    server = server();
    errors.clear();
    expectedErrors.clear();
    gates.clear();
    context =
        browser.newContext(
            new NewContextOptions()
                .setBaseURL(server.address())
                .setViewportSize(DESKTOP, 800)
                .setColorScheme(ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin"));
    context.setDefaultTimeout(Chromium.HANG.toMillis());
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
  void closePage() {
    if (context == null) {
      return;
    }
    context.close();
    server.s3.intercept(Interceptor.NONE);
    gates.forEach(Gate::open);
    server.resumeAll();
    server.awaitIdle();
    errors.removeIf(error -> expectedErrors.stream().anyMatch(known -> known.test(error)));
    assertThat(errors).isEmpty();
  }

  /** The browser logs each answer with this status as an error. */
  void expectStatus(int status) {
    expectedErrors.add(error -> error.contains("status of " + status + " "));
  }

  /** The browser logs each request that gets no answer as an error. */
  void expectLostConnections() {
    expectedErrors.add(error -> error.contains("net::ERR_"));
  }

  /** A gate that is open at the end of the test at the latest. */
  Gate gate() {
    var gate = new Gate();
    gates.add(gate);
    return gate;
  }

  /** Runs the action before each of these store operations on the dataset's objects. */
  void beforeCalls(Dataset dataset, Set<Operation> operations, Consumer<Call> action) {
    server.s3.intercept(
        Interceptor.before(
            call -> {
              if (operations.contains(call.operation())
                  && call.key().startsWith(dataset.name().prefix())) {
                action.accept(call);
              }
            }));
  }

  /** Refuses these store operations on objects whose key ends so. */
  void refuse(Dataset dataset, Operation operation, String keyEnd) {
    beforeCalls(
        dataset,
        Set.of(operation),
        call -> {
          if (call.key().endsWith(keyEnd)) {
            throw ObservedStore.refusal(400, "InvalidRequest", "No");
          }
        });
  }

  void open(Dataset dataset, String subPage) {
    page.navigate(path(dataset) + subPage);
  }

  static String path(Dataset dataset) {
    return "/datasets/" + dataset.name();
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

  Locator dialogButton(String name) {
    return dialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  Locator checkbox(String file) {
    return page.getByRole(
        AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Select " + file).setExact(true));
  }

  Locator rows() {
    return page.locator("tbody tr");
  }

  Locator row(String text) {
    return rows().filter(new Locator.FilterOptions().setHasText(text));
  }

  Locator selectionBar() {
    return page.locator(".selection-bar");
  }

  void assertStatus(String row, String status) {
    assertThat(row(row).locator(".status").first()).hasText(status);
  }

  /** Clicks "Process Files" and confirms. */
  void processSelected() {
    button("Process Files").click();
    dialogButton("Process Files").click();
    assertThat(dialog()).isHidden();
  }

  /** Clicks "Permanently Delete File(s)" and confirms. */
  void deleteSelected() {
    button("Permanently Delete File(s)").click();
    dialogButton("Permanently Delete File(s)").click();
    assertThat(dialog()).isHidden();
  }

  void chooseFiles(FilePayload... files) {
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

  /** The page is not wider than the screen and violates no accessibility rule. */
  void assertAccessible() {
    assertFitsScreen();
    assertThat(Axe.violations(page)).isEmpty();
  }

  private void assertFitsScreen() {
    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
        .isLessThanOrEqualTo(0);
  }

  /**
   * The same on a phone and a desktop, dark and light, without a new load. The colour scheme
   * changes nothing but colours, so the other rules are checked once.
   */
  void assertAccessibleInEachView(String name) {
    for (var width : List.of(PHONE, DESKTOP)) {
      page.setViewportSize(width, width == PHONE ? 740 : 800);
      setColours(ColorScheme.DARK);
      assertThat(Axe.colourViolations(page)).isEmpty();
      screenshot(name, width, ColorScheme.DARK);
      setColours(ColorScheme.LIGHT);
      assertAccessible();
      screenshot(name, width, ColorScheme.LIGHT);
    }
  }

  private void setColours(ColorScheme colours) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
  }

  /** Checks a screen once the text is visible and the page is connected. */
  void checkScreen(String name, String address, String text) {
    page.navigate(address);
    assertThat(page.locator("main").getByText(text).first()).isVisible();
    checkScreen(name);
  }

  /** Checks the current screen once the page is connected. */
  void checkScreen(String name) {
    page.locator(".chip.live").waitFor();
    assertAccessibleInEachView(name);
  }

  private void screenshot(String name, int width, ColorScheme colours) {
    screenshot(name + (width == PHONE ? "-phone-" : "-") + colours.name().toLowerCase(Locale.ROOT));
  }

  void screenshot(String name) {
    if (SCREENSHOTS) {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }
  }
}
