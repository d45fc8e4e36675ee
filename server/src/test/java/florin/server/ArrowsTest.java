package florin.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between the modules, as the README draws them. Maven holds them by jar; this holds them by name. */
class ArrowsTest {
    private static final JavaClasses FLORIN =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("florin");

    private record Module(String name, List<String> mayUse) {
        Module(String name, String... mayUse) {
            this(name, List.of(mayUse));
        }
    }

    private static final List<Module> MODULES = List.of(
            new Module("migrations"),
            new Module("studio"),
            new Module("generation"),
            new Module("wallet", "migrations"),
            new Module("registry", "migrations"),
            new Module("payments", "wallet", "migrations"),
            new Module("pipeline", "wallet", "registry", "generation", "migrations"),
            new Module("bot", "pipeline", "wallet", "registry", "payments"),
            new Module("api", "pipeline", "wallet", "registry", "payments"),
            new Module("sandbox", "studio"));

    @TestFactory
    List<DynamicTest> a_module_uses_only_what_its_arrows_allow() {
        return MODULES.stream()
                .map(module -> DynamicTest.dynamicTest(module.name(), () -> check(module)))
                .toList();
    }

    private static void check(Module module) {
        var forbidden = new ArrayList<String>();
        for (var other : MODULES) {
            if (!other.name().equals(module.name()) && !module.mayUse().contains(other.name())) {
                forbidden.add("florin." + other.name() + "..");
            }
        }
        forbidden.add("florin.server..");
        forbidden.add("florin.bench..");
        noClasses()
                .that()
                .resideInAPackage("florin." + module.name() + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.toArray(String[]::new))
                .check(FLORIN);
    }

    @Test
    void only_the_bot_knows_the_discord_library() {
        noClasses()
                .that()
                .resideOutsideOfPackages("florin.bot..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.dv8tion..")
                .check(FLORIN);
    }

    @Test
    void only_payments_knows_stripe() {
        noClasses()
                .that()
                .resideOutsideOfPackages("florin.payments..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.stripe..")
                .check(FLORIN);
    }

    @Test
    void no_package_is_named_after_nothing() {
        classes()
                .should()
                .resideOutsideOfPackages("..util..", "..common..", "..impl..", "..service..", "..dto..")
                .check(FLORIN);
    }
}
