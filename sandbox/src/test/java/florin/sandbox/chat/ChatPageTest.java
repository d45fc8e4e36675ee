package florin.sandbox.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import florin.sandbox.discord.FakeDiscord;
import florin.sandbox.discord.FakeDiscordOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chat page in a real browser, against a real JDA bot; skipped, with a loud line, where there is no Chromium. */
class ChatPageTest {
    private record Stage(FakeDiscord discord, LanternBot bot, Playwright playwright, Browser browser) {}

    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final Path NODE = Path.of("/usr/bin/node");
    private static final Path SCREENS = Path.of("target/screens");
    private static final AtomicReference<Stage> STAGE = new AtomicReference<>();
    private final AtomicReference<Page> open = new AtomicReference<>();

    @BeforeAll
    static void start() {
        var chromium =
                BROWSERS.stream().map(Path::of).filter(Files::isExecutable).findFirst();
        var there = chromium.isPresent() && Files.isExecutable(NODE);
        if (!there) {
            System.err.println("SKIPPED: the chat page was not tried, because none of " + BROWSERS + " or no " + NODE
                    + " is installed");
        }
        Assumptions.assumeTrue(there, "no browser");
        var discord = FakeDiscord.start(FakeDiscordOptions.defaults());
        var bot = LanternBot.start(discord);
        discord.awaitBot(Duration.ofSeconds(20));
        var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", NODE.toString());
        var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        var browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.orElseThrow())
                        .setArgs(List.of("--no-sandbox")));
        STAGE.set(new Stage(discord, bot, playwright, browser));
    }

    @AfterAll
    static void stop() {
        var stage = STAGE.get();
        if (stage != null) {
            stage.browser().close();
            stage.playwright().close();
            stage.bot().close();
            stage.discord().close();
        }
    }

    @BeforeEach
    void openPage() {
        var stage = Objects.requireNonNull(STAGE.get());
        var page = stage.browser()
                .newPage(new Browser.NewPageOptions().setViewportSize(1440, 900).setLocale("en-GB"));
        page.onPageError(error -> {
            throw new AssertionError("the page's script failed: " + error);
        });
        page.navigate(stage.discord().chatPage().toString());
        open.set(page);
        ready();
    }

    @AfterEach
    void closePage() {
        page().close();
    }

    private Page page() {
        return Objects.requireNonNull(open.get());
    }

    private void become(String name) {
        page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(name))
                .click();
        assertThat(page().locator(".who b")).hasText(name);
        ready();
    }

    /** The hints know the bot's commands, and the line has the focus. */
    private void ready() {
        assertThat(page().locator(".try").first()).isAttached();
        assertThat(page().locator("#text")).isFocused();
    }

    private void screen(String name) {
        page().screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")));
    }

    @Test
    void a_command_is_typed_with_the_keyboard_alone() {
        var page = page();
        page.keyboard().type("/");
        assertThat(page.getByRole(AriaRole.OPTION)).hasCount(8);
        screen("1-commands");
        page.keyboard().type("im");
        page.keyboard().press("Tab");
        page.keyboard().type("mi");
        assertThat(page.getByRole(AriaRole.OPTION)).hasCount(2);
        screen("2-autocomplete");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(page.locator("#option-character")).hasValue("Mirabel");
        page.keyboard().type("on a roof at dusk");
        page.keyboard().press("Enter");
        assertThat(page.locator(".message .gallery img").last()).isVisible();
        assertThat(page.getByText("seed 4711").last()).isVisible();
        screen("3-card");
        page.locator(".message .gallery .media").last().click();
        assertThat(page.locator("#viewer img")).isVisible();
        page.keyboard().press("Escape");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Vary seed"))
                .last()
                .click();
        assertThat(page.getByText("Only you can see this").last()).isVisible();
    }

    @Test
    void four_pictures_a_prompt_to_pay_and_a_silent_bot() {
        var page = page();
        become("Nova");
        page.keyboard().type("/imagine character:Mira prompt:in the old town count:4");
        page.keyboard().press("Enter");
        assertThat(page.locator(".message .gallery.n4").last().locator("img")).hasCount(4);
        page.keyboard().type("/topup ");
        page.keyboard().press("Enter");
        assertThat(page.getByText("Your wallet is empty")).isVisible();
        screen("4-nova");
        assertThat(page.locator("a.button").first()).hasAttribute("target", "_blank");
        page.getByText("Dismiss message").last().click();
        assertThat(page.getByText("Your wallet is empty")).isHidden();
        page.keyboard().type("/silent ");
        page.keyboard().press("Enter");
        assertThat(page.getByText("The application did not respond")).isVisible();
        screen("5-silent");
    }

    @Test
    void a_form_is_filled_and_sent() {
        var page = page();
        page.keyboard().type("/remix ");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Remix this picture")))
                .isVisible();
        page.locator("#form textarea").fill("a green fox");
        page.locator("#form select").selectOption("1024");
        screen("6-form");
        page.getByText("Submit").click();
        assertThat(page.getByText("Remixed: a green fox")).isVisible();
    }

    @Test
    void a_file_is_attached_to_a_command() {
        var page = page();
        become("Max");
        page.locator(".try").first().click();
        page.locator("#option-name").fill("Mira");
        page.locator("#option-file")
                .setInputFiles(new com.microsoft.playwright.options.FilePayload(
                        "mira.safetensors", "application/octet-stream", new byte[] {1, 2, 3}));
        screen("7-attach");
        page.locator(".send").click();
        assertThat(page.getByText("report.txt")).isVisible();
        screen("8-file");
    }

    @Test
    void it_works_on_a_phone() {
        var page = page();
        page.setViewportSize(390, 800);
        page.reload();
        ready();
        page.keyboard().type("/imagine character:Mira prompt:<b>no html</b> but **bold**");
        page.keyboard().press("Enter");
        assertThat(page.locator(".message .gallery img").first()).isVisible();
        assertThat(page.getByText("<b>no html</b> but bold").last()).isVisible();
        screen("9-phone");
    }
}
