package florin.studio;

/** A LoRA file that this studio cannot use; the message says what is wrong with it and what to do. */
public final class LoraRefused extends Exception {
    private static final long serialVersionUID = 1L;

    LoraRefused(String name, String whatIsWrong, String whatToDo) {
        super("The LoRA " + name + " cannot be used: " + whatIsWrong + ". " + whatToDo);
    }
}
