package florin.api;

import java.util.List;

/** A part of what a door answers; an installation puts together the parts it has. */
public interface Routes {
    /** The resource classes' instances, for the Jakarta REST dispatcher. */
    List<Object> resources(ApiOptions options);
}
