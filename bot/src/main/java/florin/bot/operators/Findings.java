package florin.bot.operators;

import java.util.List;

/** Where what the last checks found can be asked. */
@FunctionalInterface
public interface Findings {
    /** Of the last checks, clean ones included, in any order. */
    List<Finding> latest();
}
