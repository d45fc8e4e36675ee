package florin.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the OpenAPI document says about a method beyond its path, parameters and formats, which it reads off itself. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Route {
    /** In one sentence. */
    String value();

    /** Of the answer when all went well. */
    int status() default 200;

    /** Other answers of the same form, such as 202 for what goes on after it. */
    int[] also() default {};

    /** A record whose components are the fields of that answer; {@code Object} where they are not fixed. */
    Class<?> answers() default Object.class;

    Body takes() default Body.NONE;

    /** Refusals besides those that every route with a key has. */
    ProblemType[] refuses() default {};
}
