package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page.GetByLabelOptions;
import java.nio.file.Path;
import java.util.Map;
import org.datareload.security.UserFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Uses a server with {@code reload.auth=basic}, which the other tests cannot share. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest extends PageCase {
  @TempDir static Path folder;
  private PageServer basicServer;

  @BeforeAll
  void startServer() throws Exception {
    Chromium.get();
    var file = folder.resolve("users.properties");
    UserFiles.write(file, "root", "root!", "user.root.admin=true", UserFiles.user("ana", "ana!"));
    basicServer =
        PageServer.with(Map.of("reload.auth", "basic", "reload.users.file", file.toString()));
  }

  @AfterAll
  void stopServer() {
    if (basicServer != null) {
      basicServer.close();
    }
  }

  @Override
  PageServer server() {
    return basicServer;
  }

  @Test
  void showsTheRequestedPageAfterSignIn() {
    expectStatus(401);
    page.navigate("/executions");
    assertThat(heading("Sign in")).isVisible();
    assertAccessibleInEachView("sign-in");
    signIn("root", "wrong");
    assertThat(page.getByText("Sign-in failed")).isVisible();
    assertAccessibleInEachView("sign-in-wrong");
    signIn("root", "root!");
    assertThat(heading("View All Executions")).isVisible();
    assertThat(page.locator(".chip.live")).isVisible();
    page.navigate("/datasets/new");
    page.getByLabel("Domain", new GetByLabelOptions().setExact(true)).fill("signed");
    page.getByLabel("Dataset name").fill("orders");
    page.getByLabel("File type").fill("csv");
    page.getByLabel("Notify by mail").fill("root@example.com");
    button("Create dataset").click();
    assertThat(heading("orders")).isVisible();
    button("Sign out").click();
    assertThat(heading("Sign in")).isVisible();
    page.navigate("/datasets");
    assertThat(heading("Sign in")).isVisible();
  }

  @Test
  void hidesWhatAUserMayNotDo() {
    expectStatus(401);
    expectStatus(403);
    page.navigate("/");
    signIn("ana", "ana!");
    assertThat(heading("No datasets yet")).isVisible();
    assertThat(link("Create dataset")).isHidden();
    assertThat(link("Problems")).isHidden();
    checkScreen(
        "error-403", "/problems", "Ask an owner of the dataset or an administrator for access.");
  }

  private void signIn(String user, String password) {
    page.getByLabel("User").fill(user);
    page.getByLabel("Password").fill(password);
    button("Sign in").click();
  }
}
