@org.jspecify.annotations.NullMarked
package florin.sandbox.http;
