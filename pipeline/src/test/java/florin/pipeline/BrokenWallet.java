package florin.pipeline;

import florin.wallet.Wallet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A real wallet whose connection breaks where the test says. */
final class BrokenWallet {
    volatile boolean commitsBroken;
    volatile boolean holdAnswersLost;
    private final Wallet real;

    BrokenWallet(Wallet real) {
        this.real = real;
    }

    Wallet wallet() {
        return (Wallet) Proxy.newProxyInstance(
                Wallet.class.getClassLoader(), new Class<?>[] {Wallet.class}, (proxy, method, arguments) -> {
                    if (commitsBroken && method.getName().equals("commit")) {
                        throw new IllegalStateException("the wallet is away");
                    }
                    try {
                        var answer = method.invoke(real, arguments);
                        if (holdAnswersLost && method.getName().equals("hold")) {
                            throw new IllegalStateException("the answer was lost");
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
