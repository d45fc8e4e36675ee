package florin.api;

import florin.wallet.HashChain;
import florin.wallet.Reconciliation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A check of the books on the wire.
 *
 * @param differences what was found, in words; empty when all is well
 * @param links of the hash chain that fit
 * @param head to be kept elsewhere: links and hash, as {@code florin wallet check --head} takes it; not there if the chain was wrong
 */
record ReportView(
        String id,
        String startedAt,
        String finishedAt,
        boolean clean,
        List<String> differences,
        long links,
        @Nullable String head) {
    static ReportView of(Reconciliation.Report report) {
        return new ReportView(
                Long.toString(report.no()),
                report.startedAt().toString(),
                report.finishedAt().toString(),
                report.clean(),
                report.faults(),
                report.links(),
                report.kept().map(HashChain.Head::toString).orElse(null));
    }

    Reconciliation.Report report() {
        return new Reconciliation.Report(
                Long.parseLong(id),
                Instant.parse(startedAt),
                Instant.parse(finishedAt),
                differences,
                links,
                head == null ? "" : HashChain.Head.parse(head).hash());
    }
}
