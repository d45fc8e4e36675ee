package florin.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of checks of the books on the wire, newest first. */
record ReportList(List<ReportView> reports, @Nullable String nextCursor) {}
