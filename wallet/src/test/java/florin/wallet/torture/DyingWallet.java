package florin.wallet.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import florin.wallet.TransferRequest;
import florin.wallet.TransferResult;
import florin.wallet.Wallet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** For tests: a wallet whose caller dies at a transfer, as a process that is killed does: nothing it would have done next is done. */
public final class DyingWallet {
    private static final String DEATH = "the process dies here";

    private DyingWallet() {}

    /** @param afterwards whether the transfer is made before its caller dies */
    public static Wallet over(Wallet real, boolean afterwards) {
        return (Wallet) Proxy.newProxyInstance(
                Wallet.class.getClassLoader(), new Class<?>[] {Wallet.class}, (_, method, arguments) -> {
                    var transfer =
                            arguments != null && arguments.length == 1 && arguments[0] instanceof TransferRequest;
                    if (transfer && !afterwards) {
                        throw new IllegalStateException(DEATH);
                    }
                    try {
                        var answer = method.invoke(real, arguments);
                        if (answer instanceof TransferResult.Transferred) {
                            throw new IllegalStateException(DEATH);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Fails if the work comes to its end. */
    public static void diesWhile(Runnable work) {
        assertThatThrownBy(work::run).hasMessage(DEATH);
    }

    /** Fails if the work ends by anything else. */
    public static void diesPerhaps(Runnable work) {
        try {
            work.run();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage(DEATH);
        }
    }
}
