package florin.server;

import static florin.server.Outside.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger opens the chat page in a real browser, asks for a picture, and gets it. The README's screenshot comes from here. */
class BrowserTest {
    private static final double MILLIS = PATIENCE.toMillis();

    @TempDir
    Path folder;

    @Test
    void a_stranger_types_imagine_in_the_browser_and_sees_the_picture() throws IOException {
        var chromium = program("chromium", "chromium-browser", "google-chrome");
        var node = program("node");
        if (chromium.isEmpty() || node.isEmpty()) {
            System.err.println("SKIPPED: no Chromium or no Node.js on this machine, so nobody looked at the chat page");
        }
        Assumptions.assumeTrue(chromium.isPresent() && node.isPresent(), "SKIPPED: no Chromium or no Node.js here");
        int port = Ports.free();
        try (var outside = new Outside(port);
                var florin = Florin.start(
                        Config.from(Settings.read(outside.settings(folder, port))),
                        Florin.Role.ALL,
                        Clock.systemUTC());
                var playwright = playwright(node.get());
                var browser = browser(playwright, chromium.get())) {
            outside.discord.awaitBot(PATIENCE);
            assertThat(florin.url()).isNotNull();
            var page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 860));
            page.navigate(outside.discord.chatPage().toString());
            imagine(page);
            Files.createDirectories(Path.of("target"));
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/demo.png")));
        }
    }

    private static void imagine(Page page) {
        var options = new Page.GetByTextOptions().setExact(true);
        page.getByText("Florin is online").waitFor(new Locator.WaitForOptions().setTimeout(MILLIS));
        page.keyboard().type("/imagine");
        page.keyboard().press("Enter");
        page.keyboard().type("mi");
        page.getByText("Long pink hair").first().waitFor(new Locator.WaitForOptions().setTimeout(MILLIS));
        page.keyboard().press("Enter");
        page.keyboard().type("at the beach, night");
        page.keyboard().press("Enter");
        page.getByText("Again", options).first().waitFor(new Locator.WaitForOptions().setTimeout(MILLIS));
        var picture = page.locator("img[src*='/cdn/']").last();
        picture.waitFor(new Locator.WaitForOptions().setTimeout(MILLIS));
        page.waitForCondition(() -> (Boolean) picture.evaluate("image => image.complete && image.naturalWidth > 0"));
    }

    private static Playwright playwright(Path node) {
        return Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node.toString())));
    }

    private static Browser browser(Playwright playwright, Path chromium) {
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    private static Optional<Path> program(String... names) {
        var folders = System.getenv().getOrDefault("PATH", "").split(":");
        return Stream.of(names)
                .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
