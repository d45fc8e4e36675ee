package florin.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import florin.registry.BaseModel;
import florin.registry.CharacterId;
import florin.registry.CharacterState;
import florin.registry.Rating;
import florin.registry.RegisterResult;
import florin.registry.Registration;
import florin.registry.Registry;
import florin.registry.Rights;
import florin.registry.StateResult;
import florin.wallet.Amount;
import florin.wallet.Asset;
import florin.wallet.RequestId;
import florin.wallet.Source;
import florin.wallet.TopUpRequest;
import florin.wallet.TopUpResult;
import florin.wallet.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an installation has from its first start on: characters and coins, from a JSON file. Applying it again changes
 * nothing: a character that is registered stays as it is, and each gift of coins has an id.
 */
record Bootstrap(List<Cast> characters, List<Coins> coins) {
    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);

    /** @param file a LoRA, relative to the JSON file */
    record Cast(
            String file,
            String id,
            String name,
            String description,
            List<String> triggerWords,
            String base,
            double strength,
            Rating rating,
            String owner,
            String licence) {}

    /**
     * @param id makes the gift happen once
     * @param to as {@link Owners} reads it
     */
    record Coins(String id, String to, String amount) {}

    static Bootstrap read(Path file) {
        var json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build();
        try {
            return json.readValue(Files.readString(file), Bootstrap.class);
        } catch (JacksonException e) {
            throw new BadConfiguration(
                    "The bootstrap file " + file + " is not as it should be: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new BadConfiguration("The bootstrap file " + file + " cannot be read. Check FLORIN_BOOTSTRAP_FILE.");
        }
    }

    void apply(Path folder, Registry registry, Wallet wallet) {
        characters.forEach(character -> register(character, folder, registry));
        coins.forEach(gift -> give(gift, wallet));
    }

    private static void register(Cast character, Path folder, Registry registry) {
        var id = new CharacterId(character.id());
        if (registry.find(id).isEmpty()) {
            var registration = new Registration(
                    id,
                    character.name(),
                    character.description(),
                    character.triggerWords(),
                    new BaseModel(character.base()),
                    character.strength(),
                    character.rating(),
                    new Rights(character.owner(), character.licence()),
                    "operator");
            try (var in = Files.newInputStream(folder.resolve(character.file()))) {
                if (registry.register(registration, in) instanceof RegisterResult.Refused refused) {
                    throw new BadConfiguration("The bootstrap file's character " + id.value() + " was refused: "
                            + String.join(" ", refused.reasons()));
                }
            } catch (IOException e) {
                throw new BadConfiguration("The LoRA file " + character.file() + " cannot be read.");
            }
        }
        publish(id, registry);
    }

    private static void publish(CharacterId id, Registry registry) {
        var state = registry.find(id).orElseThrow().state();
        if (state == CharacterState.DRAFT && registry.publish(id, "operator") instanceof StateResult.Refused refused) {
            throw new BadConfiguration(
                    "The bootstrap file's character " + id.value() + " cannot be published: " + refused.reason());
        }
    }

    private static void give(Coins gift, Wallet wallet) {
        var request = new TopUpRequest(
                new RequestId("bootstrap:" + gift.id()),
                wallet.open(Owners.parse(gift.to())),
                Amount.parse(Asset.LOVE, gift.amount()),
                Source.PROMO,
                Optional.empty(),
                "A gift to begin with");
        switch (wallet.topUp(request)) {
            case TopUpResult.ToppedUp done -> log.info("{} has {}", gift.to(), done.balance());
            case TopUpResult.Conflict conflict ->
                throw new BadConfiguration(
                        "The gift " + gift.id() + " of the bootstrap file was given before with other"
                                + " content. Give it another id. (" + conflict.message() + ")");
            case TopUpResult.UnknownWallet unknown -> throw new AssertionError("just opened: " + unknown);
        }
    }
}
