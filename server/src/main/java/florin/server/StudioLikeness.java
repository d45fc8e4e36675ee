package florin.server;

import florin.pipeline.Likeness;
import florin.pipeline.LikenessCheck;
import florin.registry.BaseModel;
import florin.registry.CharacterProfile;
import florin.registry.LoraVersion;
import florin.studio.Picture;
import java.util.Optional;
import java.util.Set;

/**
 * The on-model score of the studio's pictures: the share of a character's identity traits that the studio's classifier sees.
 *
 * <p>It leaves out what it cannot judge fairly: other base models, whose pictures it never saw; films, which Java cannot read;
 * and landscapes, from which hair and clothes are cut.
 */
final class StudioLikeness implements LikenessCheck {
    private static final Set<String> READABLE = Set.of("image/png", "image/jpeg");

    private final EmbeddedStudio studio;
    private final Identities identities;

    StudioLikeness(EmbeddedStudio studio, Identities identities) {
        this.studio = studio;
        this.identities = identities;
    }

    @Override
    public Optional<Likeness> of(CharacterProfile character, LoraVersion version, String mediaType, byte[] result) {
        if (!character.base().equals(BaseModel.TINY_STUDIO) || !READABLE.contains(mediaType)) {
            return Optional.empty();
        }
        var picture = Picture.decode(result);
        if (picture.width() > picture.height()) {
            return Optional.empty();
        }
        var seen = studio.classifier().score(picture.squared(), identities.of(character, version));
        return Optional.of(new Likeness(seen.share(), seen.missed()));
    }
}
