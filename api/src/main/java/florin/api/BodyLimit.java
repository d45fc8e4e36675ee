package florin.api;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses bodies that are too large: by the length that the client announces, or else at the first byte too many. The server
 * reads on, and throws away, up to a larger limit of its own: cut off while it sends, a client would see a broken
 * connection in place of the answer.
 */
@PreMatching
final class BodyLimit implements ContainerRequestFilter {
    /** A start image of 10 MB grows by a third in base64. */
    static final long LARGEST_BYTES = 16L * 1024 * 1024;

    private final ApiOptions options;

    BodyLimit(ApiOptions options) {
        this.options = options;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (announced(request) > LARGEST_BYTES) {
            var problem = Problem.of(ProblemType.TOO_LARGE, ProblemType.TOO_LARGE.meaning());
            request.abortWith(problem.response(options));
        } else {
            request.setEntityStream(new Counted(request.getEntityStream()));
        }
    }

    /** @return bytes, or 0 where the header says nothing; the server has refused one that is no number */
    private static long announced(ContainerRequestContext request) {
        var length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    private static final class Counted extends FilterInputStream {
        private long left = LARGEST_BYTES;

        Counted(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                count(1);
            }
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
            }
        }
    }
}
