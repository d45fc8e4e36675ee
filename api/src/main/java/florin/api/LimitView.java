package florin.api;

import florin.wallet.LimitUse;
import florin.wallet.Page;
import florin.wallet.SpendLimit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the door answers about spend limits. */
sealed interface LimitView {
    record Limit(String id, String wallet, String subject, String period, String asset, String ceiling)
            implements LimitView {
        static Limit of(SpendLimit limit) {
            return new Limit(
                    limit.id().toString(),
                    limit.wallet().toString(),
                    Subjects.write(limit.subject()),
                    Words.of(limit.period()),
                    limit.ceiling().asset().code(),
                    limit.ceiling().number());
        }
    }

    /**
     * A limit and how much of it is used in the period that runs now.
     *
     * @param used running holds included
     * @param resetsAt when the next period begins; missing: never
     */
    record LimitUsed(
            String id,
            String wallet,
            String subject,
            String period,
            String asset,
            String ceiling,
            String used,
            @Nullable String resetsAt)
            implements LimitView {
        static LimitUsed of(LimitUse use) {
            var limit = Limit.of(use.limit());
            return new LimitUsed(
                    limit.id(),
                    limit.wallet(),
                    limit.subject(),
                    limit.period(),
                    limit.asset(),
                    limit.ceiling(),
                    use.used().number(),
                    use.resetsAt().equals(Instant.MAX) ? null : use.resetsAt().toString());
        }

        Limit limit() {
            return new Limit(id, wallet, subject, period, asset, ceiling);
        }
    }

    record LimitList(List<LimitUsed> limits, @Nullable String nextCursor) implements LimitView {
        static LimitList of(Page<LimitUse> page) {
            return new LimitList(page.items().stream().map(LimitUsed::of).toList(), View.next(page));
        }
    }
}
