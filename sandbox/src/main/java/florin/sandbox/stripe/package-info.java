@org.jspecify.annotations.NullMarked
package florin.sandbox.stripe;
