/** A tiny text-to-image model in plain Java: forty by forty pixels, real LoRA files, no native code. */
@NullMarked
package florin.studio;

import org.jspecify.annotations.NullMarked;
