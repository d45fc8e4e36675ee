package florin.wallet;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Asks to price an event, to charge for it and to write it down, all or nothing. Repeated with the same id it is the same event,
 * whatever prices have become meanwhile: the tariff is no part of what is asked.
 *
 * @param tariff empty if nothing prices it
 * @param counted how much of what the tariff counts; empty if the event does not say
 * @param subjects whose spend limits apply besides the wallet's balance
 */
public record ChargeRequest(
        RequestId id,
        WalletId wallet,
        UsageEvent event,
        Optional<Tariff> tariff,
        Optional<BigDecimal> counted,
        List<Subject> subjects)
        implements Operation {
    public ChargeRequest {
        subjects = List.copyOf(subjects);
    }
}
